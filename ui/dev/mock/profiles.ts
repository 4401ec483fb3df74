import type { Profile, ProfileRow, TimelineItem } from '../../src/api/types'
import { rows as messages, row } from './messaging'
import { Failure, type Routes } from './server'

const empty = process.env.KUNDIG_MOCK_EMPTY === '1'
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const day = 1440
const eur = (amount: number) => ({ amount: amount.toFixed(2), currency: 'EUR' })

const absurdName =
  'Maximiliane-Theodora Freifrau von und zu Hohenlohe-Langenburg-Schillingsfürst zu Waldenburg 🏰👑 مريم'

const names = [
  'Friederike Harms',
  'Jonas Petersen',
  'Nele Hansen',
  'Özlem Aydın',
  'Tore Lassen',
  '',
  absurdName,
  'مريم الحسيني',
  'Fenja Voss',
  'Thies Lorenzen',
  'Wiebke Sturm',
  'Lars Ole Brodersen',
  'Svea Nissen',
  'Ahmet Yıldız',
  'Greta Lührs',
]
const cities = ['Hamburg', 'Kiel', 'Lübeck', 'Bremen', 'Husum']
const people: ProfileRow[] = Array.from({ length: 45 }, (_, index) => {
  const name = names[index % names.length] ?? ''
  const known = name !== ''
  const orders = known ? ([23, 4, 0, 1, 7, 0, 2041, 2][index % 8] ?? 0) : 0
  return {
    id:
      index === 6
        ? 'absurd'
        : known
          ? index === 0
            ? 'p1'
            : `p${index + 1}`
          : index === 5
            ? 'anonymous'
            : `a${index}`,
    name: known ? name : null,
    email: !known
      ? null
      : index === 6
        ? 'maximiliane-theodora.hohenlohe-langenburg@schillingsfuerst-waldenburg.example'
        : `mensch${index}@nordlicht.example`,
    phone: null,
    city: known ? (cities[index % 5] ?? null) : null,
    country: known ? 'DE' : null,
    known,
    createdAt: ago(day * (index + 3)),
    lastSeenAt: ago(7 + index * index * 34),
    orders,
    revenue: orders ? eur(orders * 49.93) : null,
    emailConsent: known
      ? ((['subscribed', 'unsubscribed', 'pending', 'none', 'suppressed'] as const)[index % 5] ?? 'none')
      : 'none',
  }
})

const friederike: Profile = {
  id: 'p1',
  name: 'Friederike Harms',
  email: 'friederike@harms.example',
  phone: '+49 170 000 41 88',
  known: true,
  createdAt: '2023-03-02T10:00:00Z',
  firstSeenAt: '2023-03-02T10:00:00Z',
  lastSeenAt: ago(day),
  mergedInto: null,
  traits: {
    city: 'Hamburg-Ottensen',
    country: 'DE',
    birthday: '1988-07-12',
    mahlgrad: 'Siebträger, fein',
    stammkundin: true,
  },
  identifiers: [
    { kind: 'email', value: 'friederike@harms.example', since: '2023-03-14T18:42:00Z', shopId: null },
    { kind: 'phone', value: '+49 170 000 41 88', since: '2025-09-03T10:00:00Z', shopId: null },
    { kind: 'externalId', value: '20418', since: '2023-03-14T18:42:00Z', shopId: 1 },
    { kind: 'anonymousId', value: 'a1', since: '2023-03-02T10:00:00Z', shopId: null },
    { kind: 'anonymousId', value: 'a2', since: '2023-03-02T10:00:00Z', shopId: null },
    { kind: 'anonymousId', value: 'a3', since: '2023-03-02T10:00:00Z', shopId: null },
  ],
  value: {
    orders: 23,
    revenue: eur(1148.3),
    refunded: eur(12.4),
    averageOrder: eur(49.93),
    clv: eur(286),
    firstOrderAt: '2023-03-20T10:00:00Z',
    lastOrderAt: ago(day),
    daysBetweenOrders: 34.6,
  },
  favourites: [
    { productId: '1', title: 'Hafenkante Espresso 500 g', quantity: 14 },
    { productId: '2', title: 'Elbstrand Filter 250 g', quantity: 6 },
    { productId: '3', title: 'Ostfriesen-Mischung 200 g', quantity: 3 },
  ],
  cart: {
    items: [
      {
        productId: '1',
        title: 'Hafenkante Espresso 500 g',
        quantity: 2,
        price: eur(17.9),
        imageUrl: null,
        url: null,
      },
      { productId: '4', title: 'Handmühle Kajüte', quantity: 1, price: eur(89), imageUrl: null, url: null },
    ],
    value: eur(124.8),
    updatedAt: ago(2 * day),
  },
}

const anonymous: Profile = {
  ...friederike,
  id: 'anonymous',
  name: null,
  email: null,
  phone: null,
  known: false,
  createdAt: ago(3 * day),
  firstSeenAt: ago(3 * day),
  lastSeenAt: ago(12),
  traits: {},
  identifiers: [{ kind: 'anonymousId', value: 'a9', since: ago(3 * day), shopId: null }],
  value: {
    ...friederike.value,
    orders: 0,
    revenue: eur(0),
    refunded: eur(0),
    averageOrder: null,
    clv: null,
    firstOrderAt: null,
    lastOrderAt: null,
    daysBetweenOrders: null,
  },
  favourites: [],
  cart: null,
}

const absurd: Profile = {
  ...friederike,
  id: 'absurd',
  name: absurdName,
  email: 'maximiliane-theodora.hohenlohe-langenburg@schillingsfuerst-waldenburg.example',
  value: { ...friederike.value, orders: 2041, revenue: eur(118204.7), averageOrder: eur(57.91) },
  traits: {
    ...friederike.traits,
    bio: '<script>alert(1)</script> '.repeat(12),
    'sehr-langer-merkmalsname-den-niemand-je-kürzen-wollte':
      'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen',
    lieblinge: ['☕️', 'قهوة', 'Kaffee'],
    a: 1,
    b: 2,
    c: 3,
    d: 4,
    e: 5,
  },
  identifiers: [
    ...friederike.identifiers,
    ...Array.from({ length: 40 }, (_, i) => ({
      kind: 'email' as const,
      value: `adresse${i}@hohenlohe.example`,
      since: ago(day),
      shopId: null,
    })),
  ],
}

const event = (id: string, minutes: number, metric: string, data: Record<string, unknown>): TimelineItem => ({
  id,
  at: ago(minutes),
  kind: 'event',
  metric,
  data,
})

const items: TimelineItem[] = [
  {
    id: 'o1',
    at: ago(1455),
    kind: 'order',
    metric: 'Placed Order',
    data: {
      orderId: '10482',
      total: eur(43.2),
      refunded: eur(0),
      inShopCurrency: null,
      rateUnknown: false,
      status: 'placed',
      lines: [
        { title: 'Hafenkante Espresso 500 g', quantity: 2, price: eur(35.8) },
        { title: 'Elbstrand Filter 250 g', quantity: 1, price: eur(7.4) },
      ],
      attribution: {
        messageId: 'm1',
        subject: 'Dein Kaffee steht noch da',
        flowName: null,
        minutesAfter: 74,
        touch: 'click',
      },
    },
  },
  {
    id: 'm2',
    at: ago(1500),
    kind: 'message',
    metric: null,
    data: messages[0] ?? row('m2', '', '', 0, 'skipped', null),
  },
  {
    id: 'm1',
    at: ago(1540),
    kind: 'message',
    metric: null,
    data: messages[1] ?? row('m1', '', '', 0, 'skipped', null),
  },
  event('e1', 2900, 'Added to Cart', {
    name: 'Hafenkante Espresso 500 g',
    quantity: 2,
    price: 17.9,
    currency: 'EUR',
  }),
  event('e2', 2910, 'Viewed Page', {
    page: {
      url: 'https://nordlicht.example/espresso?sorte=dunkel',
      title: 'Espresso, dunkel geröstet',
      referrer: 'https://www.google.de/',
    },
  }),
  event('e3', 2950, 'Started Checkout', {
    value: 124.8,
    currency: 'EUR',
    products: [{ name: 'Hafenkante Espresso 500 g' }, { name: 'Handmühle Kajüte' }],
  }),
  event('e4', 5700, 'Viewed Product', { name: 'Handmühle Kajüte', price: 89 }),
  event('e5', 5710, 'Kaffeequiz beendet', {
    ergebnis: 'Dunkel & nussig',
    punkte: 9,
    dauer: 84,
    quelle: 'Startseite',
  }),
  {
    id: 'o2',
    at: ago(14500),
    kind: 'order',
    metric: 'Placed Order',
    data: {
      orderId: '10111',
      total: eur(89),
      refunded: eur(12.4),
      inShopCurrency: null,
      rateUnknown: false,
      status: 'partially_refunded',
      lines: Array.from({ length: 9 }, (_, i) => ({
        title: `Probiertüte ${i + 1}`,
        quantity: 1,
        price: eur(9),
      })),
      attribution: null,
    },
  },
  {
    id: 'c1',
    at: '2023-03-14T18:42:00Z',
    kind: 'consent',
    metric: null,
    data: {
      channel: 'email',
      purpose: 'marketing',
      state: 'subscribed',
      source: 'Fußzeile',
      wording: 'Ja, schickt mir den Newsletter. Abmelden geht jederzeit.',
      method: 'double_opt_in',
    },
  },
  { id: 'g1', at: '2023-03-14T18:41:00Z', kind: 'merge', metric: null, data: { from: 'x' } },
]

const anonymousItems: TimelineItem[] = items.filter((item) => item.kind === 'event')

const groupOf = (item: TimelineItem) =>
  item.kind === 'message'
    ? 'messages'
    : item.kind === 'order'
      ? 'orders'
      : item.kind === 'consent'
        ? 'consent'
        : item.kind === 'merge' || item.metric?.startsWith('Kaffee')
          ? 'other'
          : 'site'

const profiles: Record<string, Profile> = { anonymous, absurd }

export const routes: Routes = {
  'GET /profiles': ({ query }) => {
    if (empty) return { items: [], next: null, total: 0 }
    const q = (query.get('q') ?? '').toLowerCase()
    const filter = query.get('filter')
    const found = people.filter(
      (one) =>
        (!q || `${one.name} ${one.email}`.toLowerCase().includes(q)) &&
        (filter !== 'buyers' || one.orders > 0) &&
        (filter !== 'anonymous' || !one.known) &&
        (filter !== 'known' || one.known) &&
        (filter !== 'subscribed' || one.emailConsent === 'subscribed'),
    )
    const limit = Number(query.get('limit') ?? 50)
    return { items: found.slice(0, limit), next: q ? null : 'more', total: q ? found.length : 2140 }
  },
  'GET /profiles/{id}': ({ params }) =>
    params.id === 'gone' ? new Failure(404, 'Not found') : (profiles[params.id ?? ''] ?? friederike),
  'GET /profiles/{id}/timeline': ({ params, query }) => {
    const all = params.id === 'anonymous' ? anonymousItems : items
    const kind = query.get('kind') ?? 'all'
    const factor = params.id === 'absurd' ? 1400 : 1
    const count = (of: string) => all.filter((item) => groupOf(item) === of).length * factor
    const counts = {
      all: all.length * factor,
      messages: count('messages'),
      orders: count('orders'),
      site: count('site'),
      consent: count('consent'),
      other: count('other'),
    }
    return {
      items: kind === 'all' ? all : all.filter((item) => groupOf(item) === kind),
      next: params.id === 'anonymous' ? null : 'older',
      counts,
    }
  },
  'GET /profiles/{id}/consents': ({ params }) =>
    params.id === 'anonymous'
      ? { items: [], suppression: null, ledger: [] }
      : {
          items: [
            {
              channel: 'email',
              purpose: 'marketing',
              state: 'subscribed',
              at: '2023-03-14T18:42:00Z',
              method: 'double_opt_in',
              source: 'Formular „Fußzeile“',
            },
            {
              channel: 'email',
              purpose: 'tracking',
              state: 'subscribed',
              at: '2023-03-14T18:42:00Z',
              method: 'double_opt_in',
              source: null,
            },
            {
              channel: 'whatsapp',
              purpose: 'marketing',
              state: 'unsubscribed',
              at: '2026-01-08T09:00:00Z',
              method: 'preference_page',
              source: null,
            },
            {
              channel: 'email',
              purpose: 'existing_customer',
              state: 'subscribed',
              at: '2023-03-20T09:00:00Z',
              method: 'checkout',
              source: null,
            },
            { channel: 'sms', purpose: 'marketing', state: 'none', at: null, method: null, source: null },
          ],
          suppression: params.id === 'absurd' ? { reason: 'spam_complaint', at: ago(8000) } : null,
          ledger: [
            {
              id: 'l3',
              at: '2026-01-08T09:00:00Z',
              channel: 'whatsapp',
              purpose: 'marketing',
              state: 'unsubscribed',
              method: 'preference_page',
              source: 'Einstellungsseite',
              wording: null,
              ip: '198.51.100.7',
              userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15',
            },
            {
              id: 'l2',
              at: '2023-03-14T18:42:00Z',
              channel: 'email',
              purpose: 'marketing',
              state: 'subscribed',
              method: 'double_opt_in',
              source: 'Formular „Fußzeile“',
              wording: 'Ja, schickt mir den Newsletter mit neuen Röstungen. Abmelden geht jederzeit.',
              ip: '203.0.113.24',
              userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 13_2)',
            },
            {
              id: 'l1',
              at: '2023-03-14T18:40:00Z',
              channel: 'email',
              purpose: 'marketing',
              state: 'pending',
              method: 'form',
              source: 'Formular „Fußzeile“',
              wording: 'Ja, schickt mir den Newsletter mit neuen Röstungen. Abmelden geht jederzeit.',
              ip: '203.0.113.24',
              userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 13_2)',
            },
          ],
        },
  'POST /profiles/{id}/consents': () => ({}),
}
