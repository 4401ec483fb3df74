import type { Call, Kundig, Properties } from './api'
import { productOfPage } from './product'

interface Message {
  type: string
  messageId: string
  timestamp: string
  anonymousId?: string
  [field: string]: unknown
}

const NAME = 'kundig_id'
const QUEUE = 'kundig_queue'
/** Thirteen months, renewed with every page. */
const LIFETIME = 395 * 86_400
const MOST_WAITING = 100
/** In bytes; what the server takes as one call. */
const LONGEST_MESSAGE = 32_000
/** In characters: browsers keep at most 64 kB alive after a page is gone. */
const LONGEST_BATCH = 20_000
const LONGEST_PAUSE = 300_000

const script = (document.currentScript ??
  document.querySelector('script[src*="/kundig.js"]')) as HTMLScriptElement
const source = new URL(script.src)
/** Where Segment's snippet looks for its library, the key stands in the path. */
const [base = '', , segmentKey] =
  /^(.*?)\/(kundig|analytics\.js\/v1\/([^/]+)\/analytics)[.\w]*\.js(?:$|[?#])/.exec(source.href)?.slice(1) ??
  []
const option = (name: string) =>
  script.dataset[name] ?? source.searchParams.get(name) ?? ((name === 'key' && segmentKey) || null)

const platform = option('platform')

let allowed: boolean | undefined
/** Before anybody was asked, and where the browser keeps nothing. */
let memory: Message[] = []
let stores = true
let cookieHolds = false
let anonymousId = ''
let flying: Message[] = []
let timer: ReturnType<typeof setTimeout> | undefined
let failures = 0
let productSeen = false

// --- who ---------------------------------------------------------------------------------------

const cookie = () => new RegExp(`(?:^|; )${NAME}=([^;]+)`).exec(document.cookie)?.[1]

function writeCookie(value: string, seconds: number) {
  const domain = option('domain')
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store needs https, and is not everywhere
  document.cookie = `${NAME}=${value}; path=/; max-age=${seconds}; samesite=lax${
    domain ? `; domain=${domain}` : ''
  }${location.protocol === 'https:' ? '; secure' : ''}`
}

/** `crypto.randomUUID` is missing on pages without https. */
const uuid = () =>
  '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) =>
    (+digit ^ ((crypto.getRandomValues(new Uint8Array(1))[0] as number) & (15 >> (+digit / 4)))).toString(16),
  )

function remember(id: string) {
  anonymousId = id
  writeCookie(id, LIFETIME)
  cookieHolds = cookie() === id
}

// --- whether -----------------------------------------------------------------------------------

function consent(given: boolean) {
  if (!given) {
    allowed = false
    clearTimeout(timer)
    timer = undefined
    write([])
    writeCookie('', 0)
    announce()
  } else if (!allowed) {
    const waiting = memory
    allowed = true
    remember(cookie() || uuid())
    for (const message of waiting) message.anonymousId = anonymousId
    write([...stored(), ...waiting])
    schedule()
    announce()
  }
}

/** For the parts, and for pages that keep something of their own by it. */
const announce = () => dispatchEvent(new CustomEvent('kundig:consent', { detail: allowed }))

/** Withdrawn in another tab: the cookie is gone. */
const mayGoOn = () => {
  if (allowed && cookieHolds && !cookie()) consent(false)
  return allowed
}

// --- the queue: what a page could not send is sent by the next one -------------------------------

function stored(): Message[] {
  try {
    return JSON.parse(localStorage.getItem(QUEUE) || '[]')
  } catch {
    return []
  }
}

const read = () => (allowed && stores ? stored() : memory)

function write(queue: Message[]) {
  memory = allowed && stores ? [] : queue
  try {
    if (allowed && stores && queue.length) localStorage.setItem(QUEUE, JSON.stringify(queue))
    else if (allowed !== undefined) localStorage.removeItem(QUEUE)
  } catch {
    stores = false
    memory = queue
  }
}

function call(type: string, more: Properties) {
  if (mayGoOn() === false) return
  const message: Message = {
    type,
    messageId: uuid(),
    timestamp: new Date().toISOString(),
    context: context(),
    ...more,
  }
  if (allowed) message.anonymousId = anonymousId
  try {
    if (new Blob([JSON.stringify(message)]).size < LONGEST_MESSAGE) {
      write([...read(), message].slice(-MOST_WAITING))
      schedule()
    }
  } catch {
    // What JSON cannot carry must not stop the page that said it.
  }
}

function context() {
  const query = new URLSearchParams(location.search)
  const campaign: Properties = {}
  query.forEach((value, name) => {
    if (/^utm_/.test(name)) campaign[name === 'utm_campaign' ? 'name' : name.slice(4)] = value
  })
  return {
    page: {
      url: location.href.split('#')[0],
      path: location.pathname,
      title: document.title,
      referrer: document.referrer,
    },
    campaign: query.has('utm_source') ? campaign : undefined,
  }
}

// --- the way out -------------------------------------------------------------------------------

/** As many as may be on their way at once. */
function next(): Message[] {
  let length = 0
  return read()
    .filter((message) => !flying.some((it) => it.messageId === message.messageId))
    .filter((message, index) => {
      length += JSON.stringify(message).length
      return !index || length < LONGEST_BATCH
    })
}

const body = (batch: Message[]) =>
  JSON.stringify({
    writeKey: option('key'),
    sentAt: new Date().toISOString(),
    context: {
      library: { name: 'kundig.js' },
      locale: navigator.language,
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
    batch,
  })

function schedule() {
  if (allowed && !timer) {
    timer = setTimeout(
      send,
      failures ? Math.min(LONGEST_PAUSE, 1_000 * 2 ** failures) * (0.5 + Math.random()) : 30,
    )
  }
}

/** Text, not JSON by name: so that browsers send it to another host without asking first. */
async function send() {
  clearTimeout(timer)
  timer = undefined
  if (flying.length || !mayGoOn()) return
  const batch = next()
  if (!batch.length) return
  flying = batch
  let done = false
  try {
    const { status } = await fetch(`${base}/v1/batch`, {
      method: 'POST',
      body: body(batch),
      keepalive: true,
      credentials: 'omit',
    })
    // What is refused for good would be refused again.
    done = status < 500 && status !== 429 && status !== 408
  } catch {
    // Offline, or a page that is going.
  }
  flying = []
  if (!mayGoOn()) return
  failures = done ? 0 : failures + 1
  if (done) write(read().filter((message) => !batch.some((it) => it.messageId === message.messageId)))
  if (read().length) schedule()
}

/** It tells nobody whether it arrived, so the queue keeps it: the server knows a repeat. */
function sendLast() {
  const batch = mayGoOn() ? next() : []
  if (batch.length) navigator.sendBeacon(`${base}/v1/batch`, body(batch))
}

// --- the calls ---------------------------------------------------------------------------------

const track = (event: string, properties: Properties = {}) => call('track', { event, properties })
const products = (cart: Properties | Properties[]) => (Array.isArray(cart) ? { products: cart } : cart)

const api: Kundig = {
  page: (properties) => call('page', { name: document.title, properties }),
  product: (product) => {
    productSeen = true
    track('Product Viewed', product)
  },
  add: (product) => track('Product Added', product),
  remove: (product) => track('Product Removed', product),
  cart: (cart) => track('Cart Viewed', products(cart)),
  checkout: (checkout) => track('Checkout Started', products(checkout)),
  search: (query, properties) => track('Products Searched', { query, ...properties }),
  identify: (user, traits) =>
    call('identify', typeof user === 'object' ? { traits: user } : { userId: `${user}`, traits }),
  track,
  consent,
  reset: () => {
    if (allowed) remember(uuid())
  },
  push: (...calls: Call[]) => {
    for (const [method, ...values] of calls) {
      // biome-ignore lint/suspicious/noExplicitAny: the page names the method
      ;(api as any)[method]?.(...values)
    }
  },
  call,
  option,
  base,
  get allowed() {
    return allowed
  },
  seen: productOfPage,
}

/** Where a shop's policy asks for trusted types, it allows ours by name: `trusted-types kundig`. */
const trusted = (
  window as {
    trustedTypes?: { createPolicy(name: string, rules: object): { createScriptURL(url: string): string } }
  }
).trustedTypes?.createPolicy('kundig', { createScriptURL: (url: string) => url })

function load(part: string) {
  const element = document.createElement('script')
  const url = `${base}/kundig/${part}.js`
  element.src = trusted ? trusted.createScriptURL(url) : url
  document.head.append(element)
}

function start(before: Call[]) {
  window.kundig = api
  const way = option('consent')
  if (way === 'given' || ((!way || way === 'banner') && cookie())) {
    consent(true)
  }
  if (way && way !== 'given') load(way === 'banner' ? way : 'consent')
  for (const part of ['klaviyo', 'stock']) if (option(part) !== null) load(part)
  if (platform) load(platform)
  if (segmentKey) load('segment')
  api.push(...before)
  if (option('auto') !== 'off' && !segmentKey) whenShown(automatic)
  addEventListener('online', send)
  addEventListener('pagehide', sendLast)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') sendLast()
  })
}

/** A page that the browser opened ahead of the visitor was not looked at yet. */
function whenShown(task: () => void) {
  if ((document as { prerendering?: boolean }).prerendering) {
    document.addEventListener('prerenderingchange', task, { once: true })
  } else task()
}

function automatic() {
  api.page()
  const look = () => {
    // Who speaks for the page knows its product better.
    const product = productSeen || platform || option('klaviyo') !== null ? undefined : productOfPage()
    if (product) api.product(product)
  }
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', look)
  else look()
}

const before = window.kundig ?? []
if (Array.isArray(before)) start(before)
