/**
 * A form for products that are sold out, in every `<div data-kundig-stock>` of the page. It keeps
 * nothing in the browser and needs no consent of its own: what is sent is what somebody typed in,
 * and counts once they confirmed it by email.
 */
import type { Kundig } from '../api'

const kundig = window.kundig as Kundig

const words = {
  de: {
    label: 'E-Mail-Adresse',
    button: 'Bescheid bekommen',
    wording: 'Ja, schreibt mir einmal eine E-Mail, sobald dieser Artikel wieder lieferbar ist.',
    privacy: 'Datenschutz',
    done: 'Schau in dein Postfach: Ein Klick fehlt noch.',
    wrong: 'Das ist keine E-Mail-Adresse.',
    often: 'Das war etwas oft. Versuch es in ein paar Minuten noch einmal.',
    failed: 'Das hat gerade nicht geklappt. Versuch es später noch einmal.',
  },
  en: {
    label: 'Email address',
    button: 'Let me know',
    wording: 'Yes, write me one email as soon as this item can be had again.',
    privacy: 'Privacy',
    done: 'Look into your inbox: one click to go.',
    wrong: 'This is not an email address.',
    often: 'That was a little often. Try again in a few minutes.',
    failed: 'That did not work just now. Try again later.',
  },
}

const style = `
form { display: grid; gap: 10px; max-width: 420px; font: inherit; color: inherit; }
label { font-weight: 600; }
input, button { box-sizing: border-box; width: 100%; min-height: 44px; padding: 8px 14px; border-radius: 8px; font: inherit; }
input { border: 1px solid #928b80; background: #fff; color: #1e1c19; }
button { border: 1px solid currentColor; background: none; color: inherit; font-weight: 600; cursor: pointer; }
:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
p { margin: 0; font-size: .875em; }
.trap { position: absolute; left: -9999px; }
a { color: inherit; }`

function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: object,
  ...inside: (Node | string)[]
) {
  const made = document.createElement(tag)
  Object.assign(made, properties)
  made.append(...inside)
  return made
}

function put(place: HTMLElement) {
  const seen = kundig.seen()
  const { product, variant, name } = place.dataset
  const id = product ?? seen?.product_id ?? seen?.sku ?? seen?.name
  // A form for what can be had would be in the way.
  if (place.shadowRoot || id == null || (product === undefined && seen?.available === true)) return
  const asked = kundig.option('lang') || document.documentElement.lang || navigator.language
  const language = /^de/i.test(asked) ? 'de' : 'en'
  const say = words[language]
  const email = make('input', {
    id: 'email',
    type: 'email',
    autocomplete: 'email',
    required: true,
    maxLength: 254,
  })
  const trap = make('input', {
    type: 'text',
    tabIndex: -1,
    autocomplete: 'off',
    ariaHidden: 'true',
    className: 'trap',
  })
  const status = make('p', { role: 'status' })
  const text = make('p', {}, say.wording)
  const privacy = kundig.option('privacy')
  if (privacy && /^(https?:\/\/|\/)/.test(privacy))
    text.append(' ', make('a', { href: privacy }, say.privacy))
  const form = make(
    'form',
    { noValidate: true, lang: language },
    make('label', { htmlFor: 'email' }, say.label),
    email,
    trap,
    text,
    make('button', { type: 'submit' }, say.button),
    status,
  )
  form.onsubmit = async (event) => {
    event.preventDefault()
    const answer = email.validity.valid
      ? await send({
          email: email.value,
          website: trap.value,
          product: id,
          variant,
          title: name ?? seen?.name,
          lang: language,
        })
      : 422
    status.textContent =
      answer === 202 ? say.done : answer === 422 ? say.wrong : answer === 429 ? say.often : say.failed
    email.ariaInvalid = answer === 422 ? 'true' : null
    if (answer === 422) email.focus()
    if (answer === 202) form.replaceChildren(status)
  }
  const shadow = place.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(style)
  shadow.adoptedStyleSheets = [sheet]
  shadow.append(form)
}

async function send(fields: Record<string, unknown>) {
  const body = new URLSearchParams({ key: kundig.option('key') ?? '' })
  for (const [name, value] of Object.entries(fields)) if (value != null) body.set(name, `${value}`)
  try {
    return (await fetch(`${kundig.base}/f/back-in-stock`, { method: 'POST', body, credentials: 'omit' }))
      .status
  } catch {
    return 0
  }
}

function begin() {
  for (const place of document.querySelectorAll<HTMLElement>('[data-kundig-stock]')) put(place)
}

if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin)
else begin()
