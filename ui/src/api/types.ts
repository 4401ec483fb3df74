/** The server's shapes, by hand until `npm run api` writes them from docs/api/openapi.json. */

export type Locale = 'de' | 'en'
export type ThemeChoice = 'auto' | 'light' | 'dark'
export type Role = 'owner' | 'admin' | 'marketer' | 'support'
export type Texts = Record<Locale, string>

export interface Money {
  /** A decimal number; read it with `Number(…)`. */
  amount: string | number
  currency: string
}

export interface Stat<T> {
  value: T
  previous: T
}

// ---- accounts

export interface User {
  id: string
  name: string
  email: string
  locale: Locale
  theme: ThemeChoice
  role: Role
}

export interface Shop {
  id: number
  name: string
  currency: string
  timeZone: string
  locale: Locale
  url: string | null
  sender: Sender
  impressum: Impressum
  impressumComplete: boolean
  missing: string[]
  writeKey: string
  rules: Rules
}

export interface Sender {
  name: string
  email: string
  replyTo: string | null
}

export interface Impressum {
  company: string
  street: string
  city: string
  country: string
  representative: string
  email: string
  phone: string | null
  register: string | null
  vatId: string | null
}

export interface Rules {
  marketingGapHours: number
  attributionClickDays: number
  attributionOpenDays: number
}

export interface Session {
  user: User
  shops: Shop[]
  sandbox: boolean
  /** This is the demo shop: its people are made up. */
  demo?: boolean
  mail: { mode: 'mailbox' | 'smtp'; server: string | null }
  version: string
}

export interface SetupState {
  firstRun: boolean
  ownerExists: boolean
}

export interface ApiKey {
  id: string
  name: string
  prefix: string
  createdAt: string
  lastUsedAt: string | null
}

export interface NewApiKey extends ApiKey {
  secret: string
}

export type AuditAction =
  | 'shop.created'
  | 'shop.updated'
  | 'api_key.created'
  | 'api_key.revoked'
  | 'staff.invited'
  | 'staff.joined'
  | 'staff.updated'
  | 'staff.removed'
  | 'staff.password_changed'
  | 'flow.activated'
  | 'flow.paused'
  | 'flow.changed'
  | 'template.updated'
  | 'brand.updated'
  | 'consent.subscribed'
  | 'consent.unsubscribed'
  | 'profile.updated'
  | 'profile.erased'
  | 'suppression.lifted'
  | 'message.resolved'
  | 'import.started'
  | 'shop.connected'
  | 'shop.connection_changed'
  | 'shop.disconnected'
  | 'exchange_rates.changed'
  | 'feed.added'
  | 'feed.changed'
  | 'feed.removed'
  | 'catalog.rules_changed'
  | 'segment.created'
  | 'segment.changed'
  | 'segment.archived'
  | 'segment.restored'
  | 'list.created'
  | 'list.changed'
  | 'list.archived'
  | 'list.restored'
  | 'list.people_added'
  | 'list.people_removed'

export interface AuditEntry {
  id: string
  at: string
  actor: { id: string; name: string } | null
  action: AuditAction
  subject: string
  changes: Record<string, [unknown, unknown]>
}

export type OnboardingKey = 'owner' | 'shop' | 'connect' | 'flow' | 'testMail'

export interface OnboardingStep {
  key: OnboardingKey
  state: 'done' | 'next' | 'later'
  detail: Record<string, unknown>
}

export interface Onboarding {
  steps: OnboardingStep[]
  done: boolean
}

export interface SandboxClock {
  now: string
  offset: string
  movable: boolean
}

// ---- profiles

export type EmailConsent = 'subscribed' | 'unsubscribed' | 'pending' | 'none' | 'suppressed'

export interface ProfileRow {
  id: string
  name: string | null
  email: string | null
  phone: string | null
  city: string | null
  country: string | null
  known: boolean
  createdAt: string
  lastSeenAt: string | null
  orders: number
  revenue: Money | null
  emailConsent: EmailConsent
}

export interface Identifier {
  kind: 'email' | 'phone' | 'userId' | 'anonymousId' | 'externalId'
  value: string
  since: string
  shopId: number | null
}

export interface CartItem {
  productId: string
  title: string
  quantity: number
  price: Money | null
  imageUrl: string | null
  url: string | null
}

export interface Profile {
  id: string
  name: string | null
  email: string | null
  phone: string | null
  known: boolean
  createdAt: string
  firstSeenAt: string | null
  lastSeenAt: string | null
  mergedInto: string | null
  traits: Record<string, unknown>
  identifiers: Identifier[]
  value: {
    orders: number
    revenue: Money
    refunded: Money
    averageOrder: Money | null
    clv: Money | null
    firstOrderAt: string | null
    lastOrderAt: string | null
    daysBetweenOrders: number | null
  }
  favourites: { productId: string; title: string; quantity: number }[]
  cart: { items: CartItem[]; value: Money | null; updatedAt: string } | null
}

export type TimelineKind = 'all' | 'messages' | 'orders' | 'site' | 'consent' | 'other'

interface TimelineBase {
  id: string
  at: string
  metric: string | null
}

export interface OrderData {
  orderId: string
  total: Money
  refunded: Money
  /** The total at the day's rate; null: it is in the shop's currency, or no rate is known. */
  inShopCurrency: Money | null
  rateUnknown: boolean
  status: string
  lines: { title: string; quantity: number; price: Money }[]
  attribution: Attribution | null
}

/** A flow left before its last message. */
export interface FlowExitData {
  flowId: string
  flowName: string | Texts
  who: string | null
  reason: string
  /** Messages the flow had asked for by then. */
  sent: number
  triggeredAt: string
  /** What they ordered, where that was the reason. */
  order: { orderId: string; at: string; total: Money } | null
}

export interface Attribution {
  messageId: string
  subject: string | null
  flowName: string | Texts | null
  minutesAfter: number
  touch: 'click' | 'open'
}

export interface ConsentData {
  channel: ConsentChannel
  purpose: ConsentPurpose
  state: ConsentState
  source: string | null
  wording: string | null
  method: string | null
}

export type TimelineItem =
  | (TimelineBase & { kind: 'event'; data: Record<string, unknown> })
  | (TimelineBase & { kind: 'order'; data: OrderData })
  | (TimelineBase & { kind: 'message'; data: MessageRow })
  | (TimelineBase & { kind: 'consent'; data: ConsentData })
  | (TimelineBase & { kind: 'flow_exit'; data: FlowExitData })
  | (TimelineBase & { kind: 'merge'; data: { from: string } })

export interface TimelinePage {
  items: TimelineItem[]
  next: string | null
  counts: Record<TimelineKind, number> | null
}

export type ConsentChannel = 'email' | 'sms' | 'whatsapp' | 'post' | 'push'
export type ConsentPurpose = 'marketing' | 'tracking' | 'existing_customer'
export type ConsentState = 'subscribed' | 'unsubscribed' | 'pending' | 'none'

export interface ConsentItem {
  channel: ConsentChannel
  purpose: ConsentPurpose
  state: ConsentState
  at: string | null
  method: string | null
  source: string | null
}

export interface ConsentProof {
  id: string
  at: string
  channel: ConsentChannel
  purpose: ConsentPurpose
  state: ConsentState
  method: string | null
  source: string | null
  wording: string | null
  ip: string | null
  userAgent: string | null
}

export interface Consents {
  items: ConsentItem[]
  suppression: { reason: string; at: string } | null
  ledger: ConsentProof[]
}

// ---- ingest

export interface LiveFact {
  id: string
  at: string
  receivedAt: string
  shopId: number
  type: string
  name: string | null
  profileId: string | null
  who: string | null
  outcome: 'accepted' | 'duplicate' | 'dropped' | 'set_aside'
  reason: string | null
  detail: string | null
}

export interface IngestStats {
  perMinute: { at: string; accepted: number; duplicate: number; dropped: number }[]
  reasons: { reason: string; count: number }[]
  lastEventAt: string | null
  queue: { depth: number; capacity: number }
}

export interface SetAside {
  id: string
  at: string
  reason: string
  body: string
}

// ---- flows

export interface FlowFigures {
  recipients: number
  opens: number
  clicks: number
  orders: number
  revenue: Money
  revenuePerRecipient: Money | null
  unsubscribes: number
  openRate: number | null
  clickRate: number | null
  waiting: number
}

export interface FlowRow {
  id: string
  key: string
  shopId: number
  name: Texts
  state: 'draft' | 'live' | 'paused'
  trigger: FlowTrigger
  channels: string[]
  version: number
  figures: FlowFigures
}

export type FlowStep =
  | { key: string; kind: 'delay'; duration: string }
  | { key: string; kind: 'send'; channel: string; templateKey: string; purpose: string }

/** The page makes the sentence. */
export type FlowTrigger = { metrics: string[] } | { consent: { channel: string; purpose: string } }

export interface FlowDefinition {
  format: number
  trigger: FlowTrigger
  reentry: { days: number | null }
  exitOn: string[]
  filters: string[]
  steps: FlowStep[]
}

export interface FlowStepFigures {
  key: string
  kind: 'send' | 'delay'
  figures: {
    waiting: number
    sent: number
    skipped: number
    opens: number
    clicks: number
    orders: number
    revenue: Money
  }
  skippedBy: { reason: string; count: number }[]
}

export interface Flow {
  flow: FlowRow
  definition: FlowDefinition
  steps: FlowStepFigures[]
}

export type FlowPersonState = 'waiting' | 'done' | 'exited' | 'failed'

export interface FlowPerson {
  runId: string
  profileId: string
  name: string | null
  email: string | null
  /** Due next; nothing after the last one. */
  step: string | null
  state: FlowPersonState
  enteredAt: string
  dueAt: string | null
  endedAt: string | null
  exitReason: string | null
}

// ---- templates

export interface TemplateRow {
  key: string
  name: Texts
  purpose: string
  locales: Locale[]
  version: number
  updatedAt: string
}

export interface TemplatePreview {
  subject: string
  preheader: string
  html: string
  text: string
  problems: { code: string; message: Texts }[]
}

export interface TemplateSource {
  subject: string
  preheader: string
  mjml: string
  /** The text part; made from the MJML where there is none. */
  text: string | null
}

// ---- messaging

export type MessageState =
  | 'planned'
  | 'intended'
  | 'handed_over'
  | 'delivered'
  | 'failed'
  | 'in_doubt'
  | 'skipped'
  | 'bounced'

export interface MessageRow {
  id: string
  profileId: string
  who: string | null
  channel: string
  purpose: string
  source: {
    kind: 'flow' | 'campaign' | 'system' | 'test'
    id: string | null
    name: Texts
    step: string | null
  }
  subject: string | null
  state: MessageState
  reason: string | null
  plannedAt: string
  sentAt: string | null
  openedAt: string | null
  clickedAt: string | null
  opens: number
  clicks: number
}

export interface DecisionCheck {
  code: string
  result: 'pass' | 'fail' | 'not_checked'
  facts: Record<string, unknown>
}

export interface Decision {
  outcome: 'send' | 'skip' | 'delay'
  decidedAt: string | null
  reason: string | null
  until: string | null
  checks: DecisionCheck[]
}

export interface Message extends MessageRow {
  to: string | null
  from: string | null
  templateKey: string
  templateVersion: number | null
  attempts: number
  detail: string | null
  decision: Decision
  history: { at: string; state: MessageState; reason: string | null; detail: string | null }[]
  order: { externalId: string; total: Money; at: string } | null
}

export interface MessageContent {
  subject: string
  html: string
  text: string
  from: string
  to: string
  replyTo: string | null
  headers: Record<string, string>
}

export interface MailboxItem {
  id: string
  at: string
  to: string
  from: string
  subject: string
  messageId: string
  profileId: string | null
}

export interface MailboxMail extends MailboxItem {
  source: string
  html: string
  text: string
}

// ---- reporting

export interface DashboardDay {
  day: string
  revenue: string
  attributed: string
  previousRevenue: string | null
  orders: number
  averageOrder: string | null
  recipients: number
}

/** Why no mail leaves. */
export interface Outage {
  since: string
  reason: string
  /** What the server said, in its words. */
  detail: string
  /** It may pass by itself; else somebody must change the settings. */
  passing: boolean
}

export interface Sending {
  outage: Outage | null
}

export type AttentionKind =
  | 'bounces'
  | 'disk_full'
  | 'disk_low'
  | 'shop_silent'
  | 'impressum_missing'
  | 'sender_missing'
  | 'flow_paused'
  | 'in_doubt'
  | 'set_aside'
  | 'smtp_failing'
  | 'runs_failed'

export type RecentKind = 'signups' | 'orders' | 'messages' | 'unsubscribes' | 'import'

export interface Attention {
  kind: AttentionKind
  data: Record<string, unknown>
}

export interface Recent {
  kind: RecentKind
  at: string
  data: Record<string, unknown>
}

export interface Dashboard {
  currency: string
  period: { from: string; to: string }
  previous: { from: string; to: string }
  stats: {
    revenue: Stat<Money>
    attributed: Stat<Money>
    revenuePerRecipient: Stat<Money | null>
    repeatRate: Stat<number | null>
    averageOrder: Stat<Money | null>
    clv: Stat<Money | null>
    orders: Stat<number>
    customers: Stat<number>
    newCustomers: Stat<number>
    recipients: Stat<number>
  }
  series: DashboardDay[]
  attention: Attention[]
  recent: Recent[]
  excluded: { otherCurrencyOrders: number }
}

export interface ReportOrder {
  orderId: string
  externalId: string
  profileId: string
  who: string | null
  placedAt: string
  total: Money
  refunded: Money
  net: Money
  /** The net at the day's rate; null: it is in the shop's currency. */
  inShopCurrency: Money | null
  status: string
  attribution: ReportAttribution | null
}

export interface ReportAttribution extends Attribution {
  flowId: string | null
  step: string | null
  touchedAt: string
}

export interface ReportPerson {
  id: string
  name: string | null
  email: string | null
  orders: number
  revenue: Money
}

// ---- catalog

export interface Product {
  shopId: number
  id: string
  title: string
  imageUrl: string | null
  url: string | null
  price: Money | null
  salePrice: Money | null
  /** Null: nobody says. */
  available: boolean | null
  /** Null: not counted. */
  pieces: number | null
  variants: number
  markets: number
  /** `shop`, `feed:` and its id, or null: seen in events alone. */
  source: string | null
  seenAt: string
}

export interface ProductVariant {
  id: string
  sku: string | null
  title: string | null
  price: Money | null
  salePrice: Money | null
  pieces: number | null
  available: boolean
  url: string | null
}

export interface ProductOffer {
  variantId: string
  market: string
  title: string | null
  url: string | null
  price: Money | null
  salePrice: Money | null
}

export interface ProductChange {
  variantId: string
  market: string
  kind: string
  at: string
  was: number
  now: number
  currency: string | null
}

export interface ProductFact {
  id: number
  variantId: string
  market: string
  kind: 'PRICE_DROP' | 'LOW_STOCK' | 'BACK_IN_STOCK'
  at: string
  was: number | null
  now: number | null
  currency: string | null
  lowest: number | null
}

export interface ProductDetail {
  product: Product
  brand: string | null
  categories: string[]
  urls: Record<string, string>
  variants: ProductVariant[]
  offers: ProductOffer[]
  changes: ProductChange[]
  facts: ProductFact[]
}

export interface FeedResult {
  at: string
  outcome: 'APPLIED' | 'UNCHANGED' | 'KEPT' | 'FAILED'
  code: string | null
  line: number | null
  detail: string | null
  items: number
  skipped: number
  changed: number
  gone: number
  flaws: { line: number; id: string | null; code: string }[]
}

export interface ProductFeed {
  id: string
  name: string
  url: string
  market: string
  login: boolean
  items: number
  appliedAt: string | null
  nextAt: string
  reading: number | null
  result: FeedResult | null
}

// ---- orders

/** What one unit of a currency is worth in another, from a day on. */
export interface ExchangeRate {
  currency: string
  base: string
  day: string
  rate: number
}

export interface ExchangeRates {
  source: { url: string; askedAt: string | null; problem: string | null } | null
  newest: string | null
  entered: ExchangeRate[]
  missing: { currency: string; orders: number }[]
}

// ---- sources

export type ImportState = 'mapping' | 'checking' | 'checked' | 'running' | 'done' | 'failed' | 'cancelled'

/** A connected shop system. */
export interface ShopConnection {
  id: string
  shopId: number
  kind: string
  address: string
  state: 'awaited' | 'connected'
  /** The shop brings its keys by itself. */
  byApp: boolean
  live: 'webhooks' | 'polling' | 'sent'
  pollsBecause: 'read_only' | 'not_reachable' | null
  settings: {
    insideNetwork: boolean
    eraseDeleted: boolean
    consentWording: string | null
    smsWording: string | null
  }
  hooks: number
  hooksActive: number
  hookAddress: string
  version: string | null
  currency: string | null
  connectedAt: string
  problem: { reason: string; detail: string; since: string; at: string } | null
  deliveries: number
  lastDeliveryAt: string | null
  lagMillis: number | null
  lastPollAt: string | null
  nextPollAt: string | null
  nextComparisonAt: string | null
  comparison: { at: string; checked: number; mended: number } | null
  waiting: number
  unreadable: number
  history: {
    resource: 'customer' | 'order' | 'product' | 'coupon' | 'subscriber'
    running: boolean
    done: number
    total: number | null
    startedAt: string | null
    finishedAt: string | null
  }[]
}

export interface UnreadableDelivery {
  id: string
  receivedAt: string
  topic: string
  reason: 'not_json' | 'unknown_topic' | 'field_missing' | 'field_wrong' | 'refused' | 'for_staff'
  detail: string | null
  /** Whom people have to do something for. */
  person: string | null
}

export interface ImportJob {
  id: string
  fileName: string
  kind: 'customers' | 'orders'
  shopId: number
  state: ImportState
  columns: { name: string; samples: string[]; suggested: string | null }[]
  mapping: Record<string, string | null>
  options: Record<string, string | null>
  fields: { key: string; label: Texts; required: boolean }[]
  progress: {
    bytes: number
    totalBytes: number
    rows: number
    imported: number
    updated: number
    skipped: number
    failed: number
  }
  problems: {
    row: number
    column: string | null
    message: Texts
    count: number
    code: string
    effect: 'failed' | 'skipped' | 'noted'
  }[]
  /** Why all of it failed. */
  failure: Texts | null
  createdAt: string
  startedAt: string | null
  finishedAt: string | null
}

// ---- segments

export interface SegmentRow {
  id: string
  name: string
  description: string | null
  shopId: number | null
  state: 'building' | 'live' | 'failed'
  problem: string | null
  /** How far the building is, 0 to 1. */
  done: number
  count: number
  createdAt: string
  changedAt: string
  archivedAt: string | null
}

export interface SegmentEngine {
  state: 'off' | 'preparing' | 'ready'
  done: number
  /** Seconds by which events or turns wait to be judged. */
  behind: number
  /** People who could not be judged within a day. */
  setAside: number
}

export interface SegmentPerson {
  id: string
  name: string | null
  email: string | null
  phone: string | null
}

export interface SegmentPreview {
  count: number
  /** An estimate lies between these with 95 %; the count itself where it is exact. */
  low: number
  high: number
  exact: boolean
  /** How many people there are in all. */
  of: number
  /** Of a top-level "all": how many are left after the first, the first two … conditions. */
  remaining: number[]
  people: SegmentPerson[]
  /** How many of them may be written to by each channel; empty where it was not asked. */
  reach: { channel: string; count: number }[]
}

/** Of two groups, who is in one, the other, or both. */
export interface OverlapSide {
  kind: string
  id: string
  name: string
  count: number
}

export interface OverlapPart {
  count: number
  /** Ten at most. */
  people: SegmentPerson[]
}

export interface Overlap {
  a: OverlapSide
  b: OverlapSide
  onlyA: OverlapPart
  both: OverlapPart
  onlyB: OverlapPart
}

/** In the shape of the condition's tree. */
export interface SegmentExplained {
  type: string
  holds: boolean
  count: number | null
  last: string | null
  value: unknown
  of: SegmentExplained[]
}

export interface SegmentExplanation {
  holds: boolean
  turn: string | null
  tree: SegmentExplained
}

export interface SegmentDay {
  day: string
  entered: number
  left: number
  members: number
}

export interface SegmentPlace {
  kind: string
  id: string
  name: string
}

export interface SegmentVocabulary {
  metrics: { name: string; properties: string[] }[]
  traits: string[]
  shops: { id: number; name: string }[]
  channels: string[]
  flows: SegmentChoice[]
  messages: SegmentChoice[]
}

/** What a condition can name. */
export interface SegmentChoice {
  id: string
  name: Record<string, string>
  shopId: number | null
}

export interface PeopleList {
  id: string
  name: string
  description: string | null
  count: number
  /** People are still being put on it or taken off. */
  busy: boolean
  createdAt: string
  changedAt: string
  archivedAt: string | null
}

export interface ListMember extends SegmentPerson {
  since: string
  how: string
  by: string | null
}

/** What putting people on a list, or taking them off, has done. */
export interface ListChange {
  changed: number
  unchanged: number
  /** Nobody has these. */
  unknown: string[]
  /** These are no addresses. */
  unreadable: string[]
  busy: boolean
}

/** A list somebody is on. */
export interface ListOfPerson {
  id: string
  name: string
  since: string
}

/** A segment somebody is in. */
/** Where somebody stands among all buyers, by the last night's bounds. */
export interface PersonRank {
  currency: string
  enough: boolean
  group: string | null
  /** Recency, frequency and monetary value as three digits. */
  score: number | null
  decile: number | null
}

export interface SegmentOfPerson {
  id: string
  name: string
  since: string | null
}
