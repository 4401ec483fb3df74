/**
 * A small banner for shops without a consent manager. Both answers are one click and look alike. A
 * refusal leaves no more than itself, and only as long as the tab is open, so that nobody is asked
 * on every page; `<a data-kundig-consent>` asks again.
 */
import type { Kundig } from '../api'

const kundig = window.kundig as Kundig
const REFUSED = 'kundig_refused'

const words = {
  de: {
    title: 'Dürfen wir mitlesen?',
    text: 'Wir würden uns gern merken, was du dir hier ansiehst, damit unsere E-Mails zu dir passen. Dafür setzen wir ein Cookie. Das ist freiwillig, und du kannst es jederzeit ändern.',
    privacy: 'Datenschutz',
    no: 'Ablehnen',
    yes: 'Erlauben',
  },
  en: {
    title: 'May we take notes?',
    text: 'We would like to remember what you look at here, so that our emails suit you. For that we set a cookie. It is up to you, and you can change it at any time.',
    privacy: 'Privacy',
    no: 'Decline',
    yes: 'Allow',
  },
}

const style = `
:host { all: initial; }
section { position: fixed; z-index: 2147483000; inset: auto 16px 16px; max-width: 460px; box-sizing: border-box;
  padding: 20px; border: 1px solid #e8e5de; border-radius: 12px; background: #fff; color: #1e1c19;
  box-shadow: 0 4px 24px rgba(38, 32, 22, .16);
  font: 15px/22px -apple-system, BlinkMacSystemFont, "Segoe UI", Helvetica, Arial, sans-serif; }
h2 { margin: 0 0 6px; font-size: 17px; line-height: 24px; }
p { margin: 0 0 16px; color: #5a554d; }
a { color: inherit; }
div { display: flex; gap: 10px; }
button { flex: 1; min-height: 44px; padding: 8px 16px; border: 1px solid #928b80; border-radius: 8px;
  background: #fff; color: #1e1c19; font: inherit; font-weight: 600; cursor: pointer; }
button:hover { background: #f5f4f0; }
:focus-visible { outline: 2px solid #1e1c19; outline-offset: 2px; }
@media (prefers-color-scheme: dark) {
  section { background: #1c1a18; color: #f1eee9; border-color: #2e2b27; }
  p { color: #b8b2a8; }
  button { background: #1c1a18; color: #f1eee9; border-color: #736d63; }
  button:hover { background: #2e2b27; }
  :focus-visible { outline-color: #f1eee9; }
}`

let host: HTMLElement | undefined

function element<K extends keyof HTMLElementTagNameMap>(tag: K, text: string, ...inside: Node[]) {
  const made = document.createElement(tag)
  made.append(text, ...inside)
  return made
}

function answer(given: boolean) {
  host?.remove()
  host = undefined
  try {
    if (given) sessionStorage.removeItem(REFUSED)
    else sessionStorage.setItem(REFUSED, '1')
  } catch {
    // Then it asks again on the next page.
  }
  kundig.consent(given)
}

function button(text: string, given: boolean) {
  const made = element('button', text)
  made.type = 'button'
  made.onclick = () => answer(given)
  return made
}

/** Where a strict policy forbids styles in the page, those made here are still allowed. */
function ask() {
  if (host) return
  const asked = kundig.option('lang') || document.documentElement.lang || navigator.language
  const language = /^de/i.test(asked) ? 'de' : 'en'
  const say = words[language]
  const text = element('p', say.text)
  const privacy = kundig.option('privacy')
  if (privacy && /^(https?:\/\/|\/)/.test(privacy)) {
    const link = element('a', say.privacy)
    link.href = privacy
    text.append(' ', link)
  }
  const title = element('h2', say.title)
  title.id = 'title'
  const section = element(
    'section',
    '',
    title,
    text,
    element('div', '', button(say.no, false), button(say.yes, true)),
  )
  section.setAttribute('aria-labelledby', title.id)
  section.lang = language
  host = document.createElement('kundig-consent')
  const shadow = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(style)
  shadow.adoptedStyleSheets = [sheet]
  shadow.append(section)
  // First in the page, so that the keyboard reaches it first.
  document.body.prepend(host)
}

function refused() {
  try {
    return !!sessionStorage.getItem(REFUSED)
  } catch {
    return false
  }
}

function begin() {
  if (refused()) kundig.consent(false)
  else if (kundig.allowed === undefined) ask()
  document.addEventListener('click', (event) => {
    if ((event.target as Element).closest?.('[data-kundig-consent]')) {
      event.preventDefault()
      ask()
    }
  })
}

if (document.body) begin()
else document.addEventListener('DOMContentLoaded', begin)
