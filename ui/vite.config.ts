/// <reference types="vitest/config" />
import { lingui } from '@lingui/vite-plugin'
import babel from '@rolldown/plugin-babel'
import react from '@vitejs/plugin-react'
import { defineConfig, type PluginOption } from 'vite'
import { smallFont } from './scripts/small-font.ts'

const server = process.env.KUNDIG_SERVER ?? 'http://127.0.0.1:8080'

/** Development without a server: `npm run dev:mock`. Never part of a build. */
async function mock(): Promise<PluginOption> {
  if (process.env.KUNDIG_MOCK !== '1') return undefined
  const { mockServer } = await import('./dev/mock/server.ts')
  return mockServer()
}

export default defineConfig(async ({ command }) => ({
  plugins: [
    react(),
    babel({ include: /\/src\/.*\.tsx?$/, plugins: ['@lingui/babel-plugin-lingui-macro'] }),
    smallFont(),
    lingui({ failOnMissing: command === 'build' }),
    command === 'serve' ? await mock() : undefined,
  ],
  server: {
    port: 5173,
    proxy: process.env.KUNDIG_MOCK
      ? undefined
      : { '/api': server, '/v1': server, '/openapi.json': server, '/kundig.js': server },
  },
  build: {
    outDir: 'dist',
    target: 'es2022',
    sourcemap: false,
    manifest: true,
    assetsInlineLimit: 2048,
  },
  test: { environment: 'jsdom', include: ['src/**/*.test.{ts,tsx}'], setupFiles: [] },
}))
