import type { ExchangeRates, Product, ProductDetail, ProductFeed } from '../../src/api/types'
import { Failure, type Routes } from './server'

const empty = process.env.KUNDIG_MOCK_EMPTY === '1'
const eur = (amount: number) => ({ amount: amount.toFixed(2), currency: 'EUR' })

const product = (id: string, title: string, more: Partial<Product>): Product => ({
  shopId: 1,
  id,
  title,
  imageUrl: null,
  url: `https://nordlicht.example/${id}`,
  price: eur(11.9),
  salePrice: null,
  available: true,
  pieces: 40,
  variants: 1,
  markets: 0,
  source: 'shop',
  seenAt: '2026-03-02T08:12:00Z',
  ...more,
})

const products = [
  product('NL-1', 'Nordlicht Espresso', { salePrice: eur(9.9), pieces: 3, markets: 2 }),
  product('NL-2', 'Handfilter aus Porzellan, weiß, mit einem sehr langen Namen, der nirgends endet', {
    source: 'feed:f1',
    pieces: null,
  }),
  product('NL-3', 'Äthiopien Yirgacheffe', { available: false, pieces: 0 }),
  product('NL-4', 'قهوة عربية 250 غ', { source: null, available: null, pieces: null, price: null }),
]

const detail: ProductDetail = {
  product: products[0] as Product,
  brand: 'Nordlicht',
  categories: ['Espresso', 'Kaffee'],
  urls: { de: 'https://nordlicht.example/de/espresso', en: 'https://nordlicht.example/en/espresso' },
  variants: [
    {
      id: 'NL-1-250',
      sku: 'NL-1-250',
      title: '250 g',
      price: eur(11.9),
      salePrice: eur(9.9),
      pieces: 3,
      available: true,
      url: null,
    },
    {
      id: 'NL-1-500',
      sku: 'NL-1-500',
      title: '500 g',
      price: eur(21),
      salePrice: null,
      pieces: 0,
      available: false,
      url: null,
    },
  ],
  offers: [
    {
      variantId: 'NL-1-250',
      market: 'de-CH',
      title: 'Nordlicht Espresso',
      url: 'https://nordlicht.example/ch/espresso',
      price: { amount: '12.50', currency: 'CHF' },
      salePrice: null,
    },
  ],
  changes: [],
  facts: [
    {
      id: 2,
      variantId: 'NL-1-250',
      market: '',
      kind: 'PRICE_DROP',
      at: '2026-03-01T10:00:00Z',
      was: 11.9,
      now: 9.9,
      currency: 'EUR',
      lowest: 10.9,
    },
    {
      id: 1,
      variantId: 'NL-1-250',
      market: '',
      kind: 'LOW_STOCK',
      at: '2026-02-27T10:00:00Z',
      was: 8,
      now: 4,
      currency: null,
      lowest: null,
    },
  ],
}

const feed = (id: string, name: string, more: Partial<ProductFeed>): ProductFeed => ({
  id,
  name,
  url: `https://nordlicht.example/feeds/${id}.xml`,
  market: '',
  login: false,
  items: 1240,
  appliedAt: '2026-03-02T08:00:00Z',
  nextAt: '2026-03-02T09:00:00Z',
  reading: null,
  result: {
    at: '2026-03-02T08:00:00Z',
    outcome: 'APPLIED',
    code: null,
    line: null,
    detail: null,
    items: 1240,
    skipped: 2,
    changed: 14,
    gone: 1,
    flaws: [
      { line: 812, id: 'NL-77', code: 'price_unreadable' },
      { line: 903, id: null, code: 'id_missing' },
    ],
  },
  ...more,
})

const failed = { ...feed('x', '', {}).result, skipped: 0, flaws: [] } as NonNullable<ProductFeed['result']>
const feeds = [
  feed('f1', 'nordlicht.example', {}),
  feed('f2', 'Frankreich', {
    market: 'fr',
    result: { ...failed, outcome: 'FAILED', code: 'xml_broken', line: 1204 },
  }),
  feed('f3', 'Schweiz', {
    market: 'de-CH',
    result: { ...failed, outcome: 'KEPT', code: 'shrunk', detail: '1240' },
  }),
  feed('f4', 'Neu', { market: 'en', appliedAt: null, reading: 4000, result: null }),
]

const rates: ExchangeRates = {
  source: empty
    ? null
    : { url: 'https://rates.example/list.xml', askedAt: '2026-03-02T05:00:00Z', problem: null },
  newest: '2026-02-27',
  entered: empty ? [] : [{ currency: 'CHF', base: 'EUR', day: '2026-02-01', rate: 1.07 }],
  missing: empty ? [] : [{ currency: 'SEK', orders: 12 }],
}

export const routes: Routes = {
  'GET /products': ({ query }) => ({
    items: empty
      ? []
      : products.filter((it) => it.title.toLowerCase().includes((query.get('q') ?? '').toLowerCase())),
    next: null,
  }),
  'GET /products/rules': () => ({ lowStock: 5 }),
  'PUT /products/rules': ({ body }) => body,
  'GET /products/detail': ({ query }) =>
    query.get('id') === 'NL-1' ? detail : new Failure(404, 'Not found'),
  'GET /product-feeds': () => ({ items: empty ? [] : feeds, next: null }),
  'POST /product-feeds': () => feeds[0],
  'POST /product-feeds/{id}/run': () => feeds[0],
  'GET /exchange-rates': () => rates,
}
