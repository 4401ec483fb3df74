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
await takesAndShows()

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

// Through ingest, log, followers and lists.
async function takesAndShows() {
  const fact = {
    writeKey: process.env.KUNDIG_WRITE_KEY,
    type: 'track',
    event: 'Order Completed',
    messageId: 'smoke-1',
    userId: 'smoke',
    context: { traits: { email: 'smoke@example.com' } },
    properties: { order_id: 'S-1', total: 12.5, currency: 'EUR' },
  }
  const taken = await fetch(`${base}/v1/track`, { method: 'POST', body: JSON.stringify(fact) })
  if (taken.status !== 200) throw new Error(`an event was answered ${taken.status}`)
  for (const path of ['/profiles', '/messages', '/flows', '/reports/dashboard', '/imports', '/ingest/live']) {
    const { status } = await ask(path)
    if (status !== 200) throw new Error(`${path} answered ${status}`)
  }
  const { items } = await (await ask('/reports/orders')).json()
  if (items.length !== 1) throw new Error(`${items.length} orders instead of one`)
}

function ask(path) {
  return fetch(`${base}/api/v1${path}`, {
    headers: { Authorization: `Bearer ${process.env.KUNDIG_API_KEY}` },
  })
}

async function expectStatus(_usual, path, allowed) {
  const { status } = await fetch(base + path)
  if (!allowed.includes(status)) throw new Error(`${path} answered ${status}`)
}
