import type { components } from './schema'
import type {
  ApiKey,
  AuditEntry,
  Dashboard,
  Decision,
  ExchangeRate,
  ExchangeRates,
  FeedResult,
  ImportJob,
  Message,
  MessageRow,
  NewApiKey,
  Outage,
  Product,
  ProductDetail,
  ProductFact,
  ProductFeed,
  ReportOrder,
  Sending,
  Session,
  Shop,
  ShopConnection,
  UnreadableDelivery,
  User,
} from './types'

type Schemas = components['schemas']

/** Every field we read exists in the server's own description; else the compiler names the ones that do not. */
type Known<Ours, Theirs> =
  Exclude<keyof Ours, keyof Theirs> extends never ? true : { missing: Exclude<keyof Ours, keyof Theirs> }

/** Every code the server writes is one we have words for, and the other way round. */
type Same<Ours, Theirs> = [Ours, Theirs] extends [Theirs, Ours] ? true : { differ: [Ours, Theirs] }

export const complete: [Same<AuditEntry['action'], Schemas['AuditEntry']['action']>] = [true]

export const known: [
  Known<User, Schemas['User']>,
  Known<Shop, Schemas['Shop']>,
  Known<ShopConnection, Schemas['ConnectionView']>,
  Known<UnreadableDelivery, Schemas['UnreadableView']>,
  Known<Session, Schemas['Session']>,
  Known<ApiKey, Schemas['Listed']>,
  Known<NewApiKey, Schemas['NewApiKey']>,
  Known<AuditEntry, Schemas['AuditEntry']>,
  Known<Dashboard, Schemas['Dashboard']>,
  Known<Dashboard['stats'], Schemas['Headline']>,
  Known<Dashboard['series'][number], Schemas['Day']>,
  Known<MessageRow, Schemas['MessageRow']>,
  Known<Message, Schemas['MessageDetail']>,
  Known<Decision, Schemas['DecisionJson']>,
  Known<Sending, Schemas['SendingView']>,
  Known<Outage, Schemas['Outage']>,
  Known<ReportOrder, Schemas['OrderRow']>,
  Known<ImportJob, Schemas['ImportView']>,
  Known<ExchangeRate, Schemas['ExchangeRate']>,
  Known<ExchangeRates, Schemas['RatesView']>,
  Known<Product, Schemas['ProductRow']>,
  Known<ProductDetail, Schemas['ProductView']>,
  Known<ProductFact, Schemas['CatalogFact']>,
  Known<ProductFeed, Schemas['FeedView']>,
  Known<FeedResult, Schemas['Result']>,
] = [
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
  true,
]
