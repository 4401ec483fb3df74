import type { ImportJob } from '../../src/api/types'
import { Failure, type Routes } from './server'

const empty = process.env.KUNDIG_MOCK_EMPTY === '1'
const base: ImportJob = {
  id: 'i1',
  fileName: 'online-retail.csv.gz',
  kind: 'orders',
  shopId: 1,
  state: 'mapping',
  columns: [
    { name: 'InvoiceNo', samples: ['536365', '536365', '536366'], suggested: 'orderId' },
    { name: 'StockCode', samples: ['85123A', '71053', '84406B'], suggested: 'productId' },
    {
      name: 'Description',
      samples: ['WHITE HANGING HEART T-LIGHT HOLDER', 'WHITE METAL LANTERN', 'CREAM CUPID HEARTS'],
      suggested: 'title',
    },
    {
      name: 'InvoiceDate',
      samples: ['01/12/2010 08:26', '01/12/2010 08:26', '01/12/2010 08:28'],
      suggested: 'placedAt',
    },
    { name: 'CustomerID', samples: ['17850', '17850', '13047'], suggested: 'customerId' },
    { name: 'Bemerkung', samples: ['', '', ''], suggested: null },
  ],
  mapping: {
    InvoiceNo: 'orderId',
    StockCode: 'productId',
    Description: 'title',
    InvoiceDate: 'placedAt',
    CustomerID: 'customerId',
    Bemerkung: null,
  },
  options: { dateFormat: 'dmy', zone: 'Europe/Berlin', currency: 'EUR', consent: 'none', decimal: 'point' },
  fields: [
    { key: 'orderId', label: { de: 'Bestellnummer', en: 'Order number' }, required: true },
    { key: 'placedAt', label: { de: 'Bestellt am', en: 'Ordered on' }, required: true },
    { key: 'customerId', label: { de: 'Kundennummer', en: 'Customer number' }, required: false },
    { key: 'productId', label: { de: 'Artikelnummer', en: 'Product number' }, required: false },
    { key: 'title', label: { de: 'Artikel', en: 'Product' }, required: false },
  ],
  progress: { bytes: 0, totalBytes: 46_000_000, rows: 0, imported: 0, updated: 0, skipped: 0, failed: 0 },
  problems: [],
  failure: null,
  createdAt: new Date(Date.now() - 60_000).toISOString(),
  startedAt: null,
  finishedAt: null,
}
const problems: ImportJob['problems'] = [
  {
    row: 1444,
    column: 'Quantity',
    message: {
      de: 'Negative Menge ohne Preis: eine Bestandskorrektur, kein Verkauf.',
      en: 'Negative quantity without a price: a stock correction, not a sale.',
    },
    count: 1336,
    code: 'stock_correction',
    effect: 'skipped',
  },
  {
    row: 299_983,
    column: 'UnitPrice',
    message: { de: '„−11.062,06“ ist kein Preis.', en: '“−11,062.06” is no price.' },
    count: 2,
    code: 'bad_price',
    effect: 'failed',
  },
]
const jobs: Record<string, ImportJob> = {
  i1: base,
  i2: {
    ...base,
    id: 'i2',
    state: 'running',
    startedAt: new Date(Date.now() - 40_000).toISOString(),
    progress: {
      bytes: 30_000_000,
      totalBytes: 46_000_000,
      rows: 352_118,
      imported: 14_802,
      updated: 0,
      skipped: 1336,
      failed: 2,
    },
  },
  i3: {
    ...base,
    id: 'i3',
    state: 'checked',
    problems,
    progress: {
      bytes: 46_000_000,
      totalBytes: 46_000_000,
      rows: 541_909,
      imported: 22_061,
      updated: 0,
      skipped: 1336,
      failed: 2,
    },
  },
  i4: {
    ...base,
    id: 'i4',
    state: 'done',
    problems,
    fileName: 'kunden-alter-shop.csv',
    kind: 'customers',
    progress: { bytes: 1, totalBytes: 1, rows: 4372, imported: 4310, updated: 60, skipped: 0, failed: 2 },
  },
  i5: {
    ...base,
    id: 'i5',
    state: 'failed',
    failure: { de: 'Die Datei ist keine CSV-Datei.', en: 'The file is no CSV file.' },
  },
}

export const routes: Routes = {
  'GET /imports': () => ({ items: empty ? [] : Object.values(jobs), next: null }),
  'GET /imports/{id}': ({ params }) => jobs[params.id ?? ''] ?? new Failure(404, 'Not found'),
  'POST /imports': () => base,
  'PUT /imports/{id}/mapping': ({ params, body }) => Object.assign(jobs[params.id ?? ''] ?? base, body),
  'POST /imports/{id}/dry-run': () => jobs.i3,
  'POST /imports/{id}/start': () => jobs.i2,
  'POST /imports/{id}/cancel': () => ({ ...base, state: 'cancelled' }),
}
