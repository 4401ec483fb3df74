// Each part is a script of its own, without modules: a shop's page needs nothing but the tag.
import { copyFileSync, readdirSync, rmSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
const parts = readdirSync(`${root}src/parts`).map((file) => basename(file, '.ts'))

rmSync(`${root}dist`, { recursive: true, force: true })
await bundle('src/kundig.ts', 'kundig.js')
for (const part of parts) await bundle(`src/parts/${part}.ts`, `kundig/${part}.js`)
// Read and pasted by people, so as it was written.
copyFileSync(`${root}pixels/shopify.js`, `${root}dist/kundig/shopify-pixel.js`)

function bundle(entry, file) {
  return build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      target: 'es2020',
      outDir: 'dist',
      emptyOutDir: false,
      lib: { entry, formats: ['iife'], name: 'unused', fileName: () => file },
    },
  })
}
