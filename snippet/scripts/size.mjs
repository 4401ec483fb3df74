// What a shop's visitor loads, gzipped, against the budget of each script.
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const dist = new URL('../dist/', import.meta.url)
const core = 4_096
const part = 3_072
const files = ['kundig.js', ...readdirSync(new URL('kundig/', dist)).map((file) => `kundig/${file}`)]
let over = false

for (const file of files) {
  const size = gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length
  const budget = file === 'kundig.js' ? core : part
  console.log(`${size.toString().padStart(6)} B of ${budget}  ${file}`)
  over ||= size >= budget
}
if (over) {
  console.error('A script is over its budget.')
  process.exit(1)
}
