/**
 * Asks the consent manager of the page, named by `data-consent`, and follows it. Says nothing before
 * the visitor has decided: until then the calls wait in memory.
 */
import type { Kundig } from '../api'

// biome-ignore lint/suspicious/noExplicitAny: the objects of others
const page = window as any
const kundig = window.kundig as Kundig
const decide = (given: boolean | undefined) => {
  if (given !== undefined) kundig.consent(given)
}
const names = (option: string, usual: string) => (kundig.option(option) || usual).split(',')

/** Consent managers load on their own time; a page without one waits for good. */
function once(there: () => unknown, then: () => void) {
  if (there()) then()
  else setTimeout(once, 200, there, then)
}

function follow(events: string, look: () => void, on: EventTarget = window) {
  for (const event of events.split(' ')) on.addEventListener(event, look)
  look()
}

/** https://www.cookiebot.com/en/developer/ */
function cookiebot() {
  follow('CookiebotOnConsentReady CookiebotOnAccept CookiebotOnDecline', () => {
    const bot = page.Cookiebot
    if (bot?.hasResponse) decide(names('category', 'marketing').every((category) => bot.consent[category]))
  })
}

/** Version 3 (`__ucCmp`) and 2 (`UC_UI`): https://usercentrics.com/docs/ */
function usercentrics() {
  const service = names('service', 'Kundig')
  const ours = (it: { id?: string; name?: string }, id = it.id) =>
    service.some((name) => name === id || name === it.name)
  async function details() {
    const { services, categories, consent } = await page.__ucCmp.getConsentDetails()
    if (consent.type === 'IMPLICIT' && consent.required !== false) return
    const own = Object.keys(services ?? {}).find((id) => ours(services[id], id))
    decide(own ? !!services[own].consent?.given : categories?.marketing?.state === 'ALL_ACCEPTED')
  }
  follow('UC_UI_INITIALIZED UC_UI_CMP_EVENT UC_CONSENT', () => {
    if (page.__ucCmp) details()
    else if (page.UC_UI?.isInitialized() && !page.UC_UI.isConsentRequired()) {
      const all = page.UC_UI.getServicesBaseInfo()
      const own = all.filter((it: { id: string }) => ours(it))
      const asked = own.length
        ? own
        : all.filter((it: { categorySlug: string }) => it.categorySlug === 'marketing')
      decide(asked.length > 0 && asked.every((it: { consent: { status: boolean } }) => it.consent.status))
    }
  })
}

/** https://help.consentmanager.net/books/cmp/page/javascript-api; ids such as `c1234` differ by account. */
function consentmanager() {
  const look = () => {
    const data = page.__cmp('getCMPData')
    if (!data?.consentExists || data.userChoiceExists === false) return
    const ids = names('vendor', '')
    decide(ids.every((id) => !!(data.vendorConsents?.[id] ?? data.purposeConsents?.[id])))
  }
  once(
    () => page.__cmp,
    () => {
      page.__cmp('addEventListener', ['consent', look, false], null)
      look()
    },
  )
}

/**
 * Shopware's own: what is allowed is a cookie, and `cookie-preference` says that somebody decided.
 * Its `CookieConfiguration_Update` names what was changed.
 */
function shopware() {
  const name = kundig.option('cookie') || 'kundig-allowed'
  const has = (cookie: string) => new RegExp(`(?:^|; )${cookie}=`).test(document.cookie)
  if (has('cookie-preference')) decide(has(name))
  document.addEventListener('CookieConfiguration_Update', (event) =>
    decide((event as CustomEvent).detail?.[name] ?? (has('cookie-preference') ? has(name) : undefined)),
  )
}

/** IAB TCF 2: https://github.com/InteractiveAdvertisingBureau/GDPR-Transparency-and-Consent-Framework */
function tcf() {
  const purposes = names('purposes', '1,3,4')
  once(
    () => page.__tcfapi,
    () =>
      // biome-ignore lint/suspicious/noExplicitAny: TCData
      page.__tcfapi('addEventListener', 2, (data: any, success: boolean) => {
        if (!success || !/tcloaded|useractioncomplete/.test(data.eventStatus)) return
        decide(
          data.gdprApplies === false || purposes.every((purpose) => data.purpose.consents[purpose] === true),
        )
      }),
  )
}

const managers: Record<string, () => void> = { cookiebot, usercentrics, consentmanager, shopware, tcf }
managers[kundig.option('consent') as string]?.()
