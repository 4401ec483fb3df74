import type { Dashboard, FlowRow } from '../../src/api/types'
import { outage } from './messaging'
import type { Routes } from './server'

const eur = (amount: number) => ({ amount: amount.toFixed(2), currency: 'EUR' })
const young = process.env.KUNDIG_MOCK_YOUNG === '1'
const dayMs = 86_400_000

/** The same numbers for the same day. */
function noise(seed: number) {
  const x = Math.sin(seed * 12.9898) * 43758.5453
  return x - Math.floor(x)
}

function dashboard(from: string, to: string): Dashboard {
  const start = Date.parse(`${from}T00:00:00Z`)
  const count = Math.round((Date.parse(`${to}T00:00:00Z`) - start) / dayMs) + 1
  const day = (index: number) => new Date(start + index * dayMs).toISOString().slice(0, 10)
  const value = (index: number) => {
    const number = Math.floor(start / dayMs) + index
    const weekend = [1.25, 0.95, 0.9, 0.88, 0.95, 1.05, 1.35][new Date(number * dayMs).getUTCDay()] ?? 1
    return 2300 * weekend * (0.85 + 0.4 * noise(number))
  }
  const series = Array.from({ length: count }, (_, index) => {
    const revenue = young ? 0 : value(index) * (index === count - 1 ? 0.6 : 1)
    return {
      day: day(index),
      revenue: revenue.toFixed(2),
      attributed: (revenue * (0.22 + 0.1 * noise(index))).toFixed(2),
      previousRevenue: (young ? 0 : value(index - count) * 0.93).toFixed(2),
      orders: Math.round(revenue / 41),
      averageOrder: revenue > 0 ? (38 + 6 * noise(index + 3)).toFixed(2) : null,
      recipients: Math.round(400 + 500 * noise(index)),
    }
  })
  const sum = (key: 'revenue' | 'attributed' | 'previousRevenue') =>
    series.reduce((total, item) => total + Number(item[key]), 0)
  const now = Date.now()
  return {
    currency: 'EUR',
    period: { from, to },
    previous: { from: day(-count), to: day(-1) },
    stats: {
      revenue: { value: eur(sum('revenue')), previous: eur(sum('previousRevenue')) },
      attributed: { value: eur(sum('attributed')), previous: eur(sum('attributed') * 0.9) },
      revenuePerRecipient: { value: young ? null : eur(0.84), previous: young ? null : eur(0.77) },
      repeatRate: { value: young ? null : 0.412, previous: young ? null : 0.418 },
      averageOrder: { value: young ? null : eur(41.22), previous: young ? null : eur(40.1) },
      clv: { value: young ? null : eur(182.4), previous: young ? null : eur(179.02) },
      orders: { value: young ? 0 : 2045, previous: young ? 0 : 1911 },
      customers: { value: young ? 0 : 3126, previous: young ? 0 : 3040 },
      newCustomers: { value: 88, previous: 91 },
      recipients: { value: young ? 0 : 28796, previous: young ? 0 : 27011 },
    },
    series,
    attention: young
      ? []
      : [
          ...(process.env.KUNDIG_MOCK_OUTAGE === '1'
            ? [{ kind: 'smtp_failing' as const, data: { ...outage } }]
            : []),
          { kind: 'set_aside', data: { count: 3 } },
          { kind: 'shop_silent', data: { lastOrderAt: new Date(now - 14 * 3_600_000).toISOString() } },
          { kind: 'bounces', data: { messages: 3800, bounced: 118 } },
          {
            kind: 'flow_paused',
            data: {
              flowId: 'f3',
              name: '{"de":"Rückgewinnung 90 Tage","en":"Win-back after 90 days"}',
              waiting: 42,
            },
          },
        ],
    recent: young
      ? []
      : [
          {
            kind: 'orders',
            at: new Date(now - 4 * 60_000).toISOString(),
            data: { count: 64, amount: '2871.40' },
          },
          {
            kind: 'messages',
            at: new Date(now - 42 * 60_000).toISOString(),
            data: { count: 212, name: '{"de":"Warenkorb-Abbrecher","en":"Abandoned cart"}' },
          },
          { kind: 'signups', at: new Date(now - 3 * 3_600_000).toISOString(), data: { count: 31 } },
          { kind: 'unsubscribes', at: new Date(now - 16 * 3_600_000).toISOString(), data: { count: 2 } },
        ],
    excluded: { otherCurrencyOrders: 0 },
  }
}

function flow(
  id: string,
  key: string,
  de: string,
  en: string,
  state: FlowRow['state'],
  recipients: number,
  revenue: number,
): FlowRow {
  return {
    id,
    key,
    shopId: 1,
    name: { de, en },
    state,
    trigger:
      key === 'welcome'
        ? { consent: { channel: 'email', purpose: 'marketing' } }
        : { metrics: ['Added to Cart', 'Started Checkout'] },
    channels: ['email'],
    version: 3,
    figures: {
      recipients,
      opens: Math.round(recipients * 0.51),
      clicks: Math.round(recipients * 0.089),
      orders: Math.round(recipients * 0.051),
      revenue: eur(revenue),
      revenuePerRecipient: recipients ? eur(revenue / recipients) : null,
      unsubscribes: Math.round(recipients * 0.003),
      openRate: recipients ? 0.51 : null,
      clickRate: recipients ? 0.089 : null,
      waiting: 31,
    },
  }
}

export const routes: Routes = {
  'GET /reports/dashboard': ({ query }) =>
    dashboard(query.get('from') ?? '2026-10-24', query.get('to') ?? '2026-11-22'),
  'GET /flows': () => ({
    items: young
      ? [
          flow('f2', 'welcome', 'Willkommen', 'Welcome', 'draft', 0, 0),
          flow('f1', 'abandoned_cart', 'Warenkorb-Abbrecher', 'Abandoned cart', 'draft', 0, 0),
        ]
      : [
          flow('f1', 'abandoned_cart', 'Warenkorb-Abbrecher', 'Abandoned cart', 'live', 1842, 5747.04),
          flow('f2', 'welcome', 'Willkommen', 'Welcome', 'live', 1106, 2665.46),
          flow('f3', 'winback', 'Rückgewinnung 90 Tage', 'Win-back after 90 days', 'paused', 741, 652.08),
        ],
    next: null,
  }),
}
