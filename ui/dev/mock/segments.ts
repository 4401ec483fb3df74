import type { SegmentDay, SegmentPerson, SegmentRow } from '../../src/api/types'
import type { Condition } from '../../src/features/segments/condition'
import { type Call, Failure, type Routes } from './server'

const empty = process.env.KUNDIG_MOCK_EMPTY === '1'
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const people: SegmentPerson[] = [
  'Friedemann Voss',
  'Nele Hinrichsen',
  'Özlem Aydın',
  'Tjark Lorenzen',
  'Wiebke Sander',
  'مريم الحسيني',
  'Maximiliane-Theodora Freifrau von und zu Hohenlohe-Langenburg-Schillingsfürst zu Waldenburg',
  'Lars Ole Brodersen',
  'Svea Nissen',
  'Ahmet Yıldız',
  'Greta Lührs',
  'Thies Lorenzen',
].map((name, index) => ({
  id: `p${index + 1}`,
  name,
  email: `mensch${index}@nordlicht.example`,
  phone: null,
}))

const drifting: Condition = {
  type: 'all',
  of: [
    {
      type: 'orders',
      measure: 'count',
      where: [{ field: 'title', op: 'contains', value: 'Espresso' }],
      is: { op: 'at_least', value: 3 },
      when: { type: 'last', n: 12, unit: 'months' },
    },
    {
      type: 'orders',
      measure: 'count',
      is: { op: 'equals', value: 0 },
      when: { type: 'last', n: 60, unit: 'days' },
    },
    {
      type: 'any',
      of: [
        {
          type: 'orders',
          measure: 'net',
          currency: 'EUR',
          is: { op: 'more_than', value: 150 },
          when: { type: 'last', n: 12, unit: 'months' },
        },
        { type: 'trait', name: 'country', op: 'in', value: ['DE', 'AT'] },
        {
          type: 'did',
          metric: 'Viewed Product',
          where: [{ property: 'brand', op: 'equals', value: 'Nordlicht' }],
          is: { op: 'at_least', value: 2 },
          when: { type: 'last', n: 1, unit: 'weeks' },
        },
        {
          type: 'funnel',
          first: { metric: 'Added to Cart' },
          // biome-ignore lint/suspicious/noThenProperty: the API's name
          then: { metric: 'Started Checkout' },
          within: { n: 24, unit: 'hours' },
          happens: false,
          when: { type: 'last', n: 30, unit: 'days' },
        },
      ],
    },
    { type: 'reachable', channel: 'email' },
    { type: 'anniversary', trait: 'birthday', when: { next: 7, unit: 'days' } },
    {
      type: 'none',
      of: [{ type: 'consent', channel: 'email', purpose: 'tracking', state: 'unsubscribed' }],
    },
  ],
}

const row = (id: string, name: string, more: Partial<SegmentRow> = {}): SegmentRow => ({
  id,
  name,
  description: 'Bekommen die Rückgewinnung nach 60 Tagen, bevor sie woanders kaufen.',
  shopId: null,
  state: 'live',
  problem: null,
  done: 1,
  count: 1284,
  createdAt: ago(40_000),
  changedAt: ago(3_000),
  archivedAt: null,
  ...more,
})

const rows = empty
  ? []
  : [
      row('s1', 'Espresso-Stammkunden, die abdriften'),
      row('s2', 'Beste Kunden', { count: 412 }),
      row('s3', 'Neu im Newsletter', { state: 'building', done: 0.42, count: 0 }),
      row('s4', 'Kommt nicht mit', { state: 'failed', problem: 'Das Muster braucht zu lange.', count: 12 }),
      row('s5', 'Altes', { archivedAt: ago(900), count: 0 }),
    ]

const growth = (days: number): SegmentDay[] =>
  Array.from({ length: days }, (_, index) => ({
    day: new Date(Date.now() - (days - 1 - index) * 86_400_000).toISOString().slice(0, 10),
    entered: 14,
    left: 3,
    members: Math.round(900 + index * 12 + 40 * Math.sin(index / 3)),
  }))

const starters = [
  ['best', 'Beste Kunden', 'Wert über 300 € oder Bestellwert im oberen Fünftel'],
  ['new', 'Neu im Newsletter', 'In den letzten 30 Tagen angemeldet'],
  ['away', '90 Tage nicht da', 'Haben bestellt, aber seit 90 Tagen nicht'],
].map(([key = '', name = '', description = '']) => ({
  key,
  name: { de: name, en: name },
  description: { de: description, en: description },
  condition: drifting,
}))

const explained = (condition: Condition, index = 0): unknown => ({
  type: condition.type,
  holds: condition.type === 'all' ? false : index !== 3,
  count: 'is' in condition ? 5 : null,
  last: 'is' in condition ? ago(60 * 24 * 81) : null,
  value: condition.type === 'trait' ? 'de' : null,
  of:
    'of' in condition && Array.isArray(condition.of) ? condition.of.map((one, at) => explained(one, at)) : [],
})

const preview = ({ body }: Call) => {
  const condition = body.condition as Condition
  const parts = condition.type === 'all' ? condition.of.length : 1
  const count = Math.round(2940 / (1 + parts / 4))
  const exact = body.exact === true
  return {
    count,
    low: Math.round(count * 0.95),
    high: Math.round(count * 1.05),
    exact,
    of: 18_362,
    remaining: Array.from({ length: parts }, (_, index) => Math.round(2940 / (1 + (index + 1) / 4))),
    people,
  }
}

export const routes: Routes = {
  'GET /segments': () => ({ items: rows, engine: { state: 'ready', done: 1 } }),
  'GET /segments/starters': () => ({ items: starters }),
  'GET /segments/vocabulary': () => ({
    metrics: [
      { name: 'Viewed Product', properties: ['brand', 'name', 'price'] },
      { name: 'Placed Order', properties: ['total', 'coupon'] },
      { name: 'Booked Tasting', properties: ['city'] },
    ],
    traits: ['city', 'country', 'customer_group'],
    shops: [{ id: 1, name: 'Rösterei Nordlicht' }],
    channels: ['email', 'sms'],
  }),
  'POST /segments/previews': preview,
  'POST /segments/explanations': ({ body }) => ({
    holds: false,
    turn: ago(-3000),
    tree: explained(body.condition as Condition),
  }),
  'GET /segments/{id}': ({ params }) => {
    const segment = rows.find((one) => one.id === params.id)
    if (!segment) return new Failure(404, 'Not found')
    return {
      segment,
      condition: drifting,
      usedBy: params.id === 's2' ? [{ kind: 'segment', id: 's1', name: rows[0]?.name }] : [],
    }
  },
  'POST /segments': ({ body }) => ({
    segment: { ...row('s1', String(body.name)) },
    condition: body.condition,
    usedBy: [],
  }),
  'PUT /segments/{id}': ({ params, body }) => ({
    segment: row(params.id ?? '', String(body.name)),
    condition: body.condition,
    usedBy: [],
  }),
  'DELETE /segments/{id}': () => undefined,
  'POST /segments/{id}/restore': () => ({}),
  'GET /segments/{id}/members': () => ({ items: people, next: null }),
  'GET /segments/{id}/growth': ({ query }) => ({ days: growth(Number(query.get('days') ?? 30)) }),
  'GET /profiles/{id}/segments': () => ({
    items: [
      { id: 's1', name: 'Espresso-Stammkunden', since: ago(9000) },
      { id: 's2', name: 'Newsletter aktiv', since: null },
    ],
  }),
}
