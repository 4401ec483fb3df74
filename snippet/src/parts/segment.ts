/**
 * Speaks for sites that carry Segment's snippet: takes over what waits in `window.analytics`, and
 * answers its calls from then on. https://segment.com/docs/connections/sources/catalog/libraries/website/javascript/
 */
import type { Kundig, Properties } from '../api'

const kundig = window.kundig as Kundig
// biome-ignore lint/suspicious/noExplicitAny: names of others
const page = window as any
const script = document.querySelector<HTMLElement>('script[data-global-segment-analytics-key]')
const name = script?.dataset.globalSegmentAnalyticsKey || 'analytics'
// biome-ignore lint/suspicious/noExplicitAny: each call has its own
type Values = any[]

const isText = (value: unknown) => typeof value === 'string' || typeof value === 'number'

/** Texts and objects in their order; a function at the end is called when it is done. */
function parts(values: Values) {
  // The snippet adds the page of the moment; ours knows it.
  const given = values.filter((it) => it?.__t !== 'bpc')
  const done = given.find((it) => typeof it === 'function')
  const objects: Properties[] = given.filter((it) => it && typeof it === 'object')
  return { texts: given.filter(isText).map(String), fields: objects[0], done: () => done && setTimeout(done) }
}

const calls: Record<string, (...values: Values) => unknown> = {
  track: (...values) => {
    const { texts, fields, done } = parts(values)
    kundig.track(texts[0] as string, fields)
    done()
  },
  identify: (...values) => {
    const { texts, fields, done } = parts(values)
    if (texts[0] !== undefined) kundig.identify(texts[0], fields)
    else if (fields) kundig.identify(fields)
    done()
  },
  page: (...values) => {
    const { texts, fields, done } = parts(values)
    kundig.call('page', {
      name: texts[texts.length - 1] ?? document.title,
      category: texts.length > 1 ? texts[0] : undefined,
      properties: fields,
    })
    done()
  },
  group: (...values) => {
    const { texts, fields, done } = parts(values)
    kundig.call('group', { groupId: texts[0], traits: fields })
    done()
  },
  alias: (...values) => {
    const { texts, done } = parts(values)
    if (texts.length > 1) kundig.call('alias', { userId: texts[0], previousId: texts[1] })
    done()
  },
  reset: () => kundig.reset(),
  ready: (done) => setTimeout(done),
}
calls.pageview = calls.page as () => void
calls.screen = calls.page as () => void

const waiting: unknown = page[name]
const analytics: Record<string, unknown> = { initialized: true, initialize: () => analytics, push: take }
const known = Array.isArray(waiting) ? ((waiting as { methods?: string[] }).methods ?? []) : []
for (const method of [...known, ...Object.keys(calls)]) {
  // What is not understood is passed over, so that a site's script goes on.
  analytics[method] = (...values: Values) => {
    calls[method]?.(...values)
    return analytics
  }
}

function take(call: unknown) {
  if (Array.isArray(call)) calls[call[0]]?.(...call.slice(1))
}

page[name] = analytics
if (Array.isArray(waiting)) for (const call of waiting.splice(0)) take(call)
