import type { Flow, FlowDefinition, FlowPerson, FlowRow } from '../../src/api/types'
import { routes as reporting } from './reporting'
import { Failure, type Routes } from './server'

const eur = (amount: number) => ({ amount: amount.toFixed(2), currency: 'EUR' })
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const g = globalThis as unknown as {
  mockFlows?: Record<string, FlowDefinition>
  mockStates?: Record<string, FlowRow['state']>
}

g.mockFlows ??= {
  f1: {
    format: 1,
    trigger: { metrics: ['Added to Cart', 'Started Checkout'] },
    reentry: { days: 7 },
    exitOn: ['Placed Order'],
    filters: ['not_ordered', 'cart_open'],
    steps: [
      { key: 'wait-1', kind: 'delay', duration: 'PT1H' },
      { key: 'cart-1', kind: 'send', channel: 'email', templateKey: 'cart-1', purpose: 'marketing' },
      { key: 'wait-2', kind: 'delay', duration: 'PT24H' },
      { key: 'cart-2', kind: 'send', channel: 'email', templateKey: 'cart-2', purpose: 'marketing' },
    ],
  },
  f2: {
    format: 1,
    trigger: { consent: { channel: 'email', purpose: 'marketing' } },
    reentry: { days: null },
    exitOn: [],
    filters: [],
    steps: [
      { key: 'welcome-1', kind: 'send', channel: 'email', templateKey: 'welcome-1', purpose: 'marketing' },
      { key: 'wait-1', kind: 'delay', duration: 'P1D' },
      { key: 'welcome-2', kind: 'send', channel: 'email', templateKey: 'welcome-2', purpose: 'marketing' },
    ],
  },
}
g.mockStates ??= {}
const definitions = g.mockFlows
const states = g.mockStates

const rows = (): FlowRow[] => {
  const answer = reporting['GET /flows']?.({ params: {}, query: new URLSearchParams(), body: {} }) as {
    items: FlowRow[]
  }
  return answer.items.map((row) => ({ ...row, state: states[row.id] ?? row.state }))
}

const people: FlowPerson[] = [
  'Friederike Harms',
  'Jonas Petersen',
  'Nele Hansen',
  'Özlem Aydın',
  'مريم الحسيني',
].map((name, index) => ({
  runId: `r${index}`,
  profileId: `p${index + 1}`,
  name,
  email: `mensch${index}@nordlicht.example`,
  step: index % 2 ? 'cart-2' : 'cart-1',
  state: 'waiting',
  enteredAt: ago(40 + index * 300),
  dueAt: ago(-20 - index * 90),
  endedAt: null,
  exitReason: null,
}))

export const routes: Routes = {
  'GET /flows': () => ({ items: process.env.KUNDIG_MOCK_EMPTY === '1' ? [] : rows(), next: null }),
  'GET /flows/{id}': ({ params }): Flow | Failure => {
    const flow = rows().find((row) => row.id === params.id)
    const definition = definitions[params.id ?? ''] ?? definitions.f1
    if (!flow || !definition) return new Failure(404, 'Not found')
    return {
      flow,
      definition,
      steps: definition.steps.map((step, index) => ({
        key: step.key,
        kind: step.kind,
        figures:
          step.kind === 'delay'
            ? {
                waiting: index ? 58 : 31,
                sent: 0,
                skipped: 0,
                opens: 0,
                clicks: 0,
                orders: 0,
                revenue: eur(0),
              }
            : {
                waiting: 0,
                sent: 1811 - index * 210,
                skipped: 31,
                opens: 930,
                clicks: 161 - index * 20,
                orders: 92,
                revenue: eur(4002.31 - index * 700),
              },
        skippedBy:
          step.kind === 'delay'
            ? []
            : [
                { reason: 'frequency_gap', count: 18 },
                { reason: 'unsubscribed', count: 9 },
                { reason: 'no_consent', count: 4 },
              ],
      })),
    }
  },
  'PUT /flows/{id}/definition': ({ params, body }) => {
    definitions[params.id ?? ''] = body as unknown as FlowDefinition
    return rows().find((row) => row.id === params.id)
  },
  'POST /flows/{id}/activation': ({ params }) => {
    states[params.id ?? ''] = 'live'
    return rows().find((row) => row.id === params.id)
  },
  'DELETE /flows/{id}/activation': ({ params }) => {
    states[params.id ?? ''] = 'paused'
    return rows().find((row) => row.id === params.id)
  },
  'GET /flows/{id}/people': ({ query }) => {
    const state = query.get('state')
    if (state === 'failed') return { items: [], next: null }
    if (state === 'waiting') return { items: people, next: null }
    return {
      items: people.map((person, index) => ({
        ...person,
        state,
        dueAt: null,
        endedAt: ago(index * 60),
        exitReason:
          state === 'exited' ? (['converted', 'cart_empty', 'too_late', 'merged'][index % 4] ?? null) : null,
      })),
      next: null,
    }
  },
}
