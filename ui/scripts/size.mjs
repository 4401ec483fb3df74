// What a first visit loads (entry, its static imports, CSS, one language, Latin font, Start), gzipped, against the budget.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const budget = 200_000
const dist = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'))
const files = new Set()

function collect(key) {
  const chunk = manifest[key]
  if (!chunk || files.has(chunk.file)) return
  files.add(chunk.file)
  for (const css of chunk.css ?? []) files.add(css)
  for (const imported of chunk.imports ?? []) collect(imported)
}

const firstVisit = ['index.html', 'src/i18n/de.ts', 'src/features/start/start-page.tsx']
for (const key of firstVisit) collect(key)
for (const key of Object.keys(manifest)) {
  if (/inter-latin-(wght|opsz)-normal\.woff2$/.test(key)) files.add(manifest[key].file)
}

let total = 0
const lines = [...files].map((file) => {
  const content = readFileSync(new URL(file, dist))
  const size = file.endsWith('.woff2') ? content.length : gzipSync(content, { level: 9 }).length
  total += size
  return { file, size }
})
for (const { file, size } of lines.sort((a, b) => b.size - a.size)) {
  console.log(`${(size / 1000).toFixed(1).padStart(7)} kB  ${file}`)
}
console.log(`${(total / 1000).toFixed(1).padStart(7)} kB  first load, budget ${budget / 1000} kB`)
if (total > budget) {
  console.error('First load is over its budget.')
  process.exit(1)
}
