// Waits until the server of a process serves, then asks it what a fresh one must answer.
//   node smoke.mjs PID LOGFILE
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const [pid, log] = process.argv.slice(2)
const started = Date.now()
const patience = 120_000

const base = await address()
await healthy()
console.log(`serves at ${base} after ${Date.now() - started} ms`)
await expectStatus(404, '/api/v1/there-is-no-such-thing', [401, 404])
await expectStatus(200, '/openapi.json', [200, 401])

async function address() {
  while (Date.now() - started < patience) {
    process.kill(Number(pid), 0)
    const found = /http:\/\/127\.0\.0\.1:\d+/.exec(readFileSync(log, 'utf8'))
    if (found) return found[0]
    await sleep(50)
  }
  throw new Error('the server did not print its address')
}

async function healthy() {
  while (Date.now() - started < patience) {
    const response = await fetch(`${base}/healthz`).catch(() => undefined)
    if (response?.status === 200 && (await response.json()).status === 'UP') return
    await sleep(50)
  }
  throw new Error('the server did not become healthy')
}

async function expectStatus(_usual, path, allowed) {
  const { status } = await fetch(base + path)
  if (!allowed.includes(status)) throw new Error(`${path} answered ${status}`)
}
