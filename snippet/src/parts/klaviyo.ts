/**
 * Speaks for sites that carry Klaviyo's snippet: takes over what waits in `_klOnsite` and `_learnq`,
 * and answers `klaviyo.…` from then on. https://developers.klaviyo.com/en/docs/javascript_api
 */
import type { Kundig, Properties } from '../api'

const kundig = window.kundig as Kundig
// biome-ignore lint/suspicious/noExplicitAny: names of others
const page = window as any
const KNOWN = 'kundig_known'
let viewed = false
let known = false

addEventListener('kundig:consent', (event) => {
  if (!(event as CustomEvent).detail) {
    known = false
    localStorage.removeItem(KNOWN)
  }
})

/** `$email` is `email`; `$id` and `external_id` are the shop's own number of a person. */
function identify(given: Properties = {}) {
  const traits: Properties = {}
  for (const [name, value] of Object.entries(given)) traits[name.replace(/^\$/, '')] = value
  const { id, external_id, phone_number, ...rest } = traits
  const user = external_id ?? id
  if (phone_number) rest.phone = phone_number
  if (user == null) kundig.identify(rest)
  else kundig.identify(`${user}`, rest)
  known = true
  try {
    if (kundig.allowed) localStorage.setItem(KNOWN, '1')
  } catch {
    // Then it is known on this page only.
  }
  return given
}

function track(event: string, properties: Properties = {}) {
  viewed ||= event === 'Viewed Product'
  kundig.track(event, properties)
  return true
}

/** Sites call it beside `track('Viewed Product')`; only without that it stands for it. */
function trackViewedItem(item: Properties = {}) {
  setTimeout(() => {
    const { Metadata, ...rest } = item as { Metadata?: Properties }
    if (!viewed)
      track('Viewed Product', { ProductID: item.ItemId, ProductName: item.Title, ...Metadata, ...rest })
  }, 300)
}

function isIdentified() {
  try {
    return known || (kundig.allowed === true && !!localStorage.getItem(KNOWN))
  } catch {
    return known
  }
}

// biome-ignore lint/suspicious/noExplicitAny: each has its own
const methods: Record<string, (...values: any[]) => unknown> = {
  identify,
  track,
  trackViewedItem,
  isIdentified,
}

/** A call as a list; where its last value is a function, that is told the answer. */
function take(call: unknown) {
  if (typeof call === 'function') call()
  if (!Array.isArray(call)) return
  const [name, ...values] = call
  const answer = typeof values[values.length - 1] === 'function' ? values.pop() : undefined
  const result = Object.hasOwn(methods, name) ? methods[name]?.(...values) : undefined
  answer?.(result)
  return result
}

/** A queue that is worked off, and from then on at once. */
function takeOver(name: string, more?: object) {
  const waiting = Array.isArray(page[name]) ? page[name] : []
  page[name] = Object.assign(waiting, {
    push: (...calls: unknown[]) => {
      for (const call of calls) take(call)
      return 0
    },
    ...more,
  })
  for (const call of waiting.splice(0)) take(call)
}

/** Klaviyo's own snippet makes one that puts calls into `_klOnsite`: it may stay. */
page.klaviyo ??= new Proxy(
  {},
  {
    get: (_, name: string) =>
      name === 'push'
        ? (...calls: unknown[]) => page._klOnsite.push(...calls)
        : name === 'then'
          ? undefined
          : (...values: unknown[]) => {
              const answer =
                typeof values[values.length - 1] === 'function'
                  ? (values.pop() as (it: unknown) => void)
                  : undefined
              const result = take([name, ...values])
              answer?.(result)
              return Promise.resolve(result)
            },
  },
)
takeOver('_klOnsite')
takeOver('_learnq', methods)
