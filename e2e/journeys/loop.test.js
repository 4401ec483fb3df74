import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { openBrowser } from '../harness/browser.js'
import { startMailServer } from '../harness/mail-server.js'
import { startServer } from '../harness/server.js'
import { shopServer } from '../harness/shop-server.js'
import { steps } from '../harness/steps.js'

const friederike = { email: 'friederike.harms@example.com', name: 'Friederike', id: 'kunde-1', browser: 'browser-1' }
const jonas = { email: 'jonas.petersen@example.com', name: 'Jonas', id: 'kunde-2', browser: 'browser-2' }
const nele = { email: 'nele.voss@example.com', name: 'Nele', id: 'kunde-3', browser: 'browser-3' }
const ole = { email: 'ole.hansen@example.com', name: 'Ole', id: 'kunde-4', browser: 'browser-4' }
const everybody = [friederike, jonas, nele, ole]

const coffee = {
  product_id: 'kaffee-250',
  sku: 'NL-250',
  name: 'Nordlicht Espresso 250 g',
  price: 8.9,
  quantity: 2,
  currency: 'EUR',
  url: 'https://nordlicht.example/kaffee-250',
}

let mails
let server
let browser
let mara
let shop

before(async () => {
  mails = await startMailServer()
  server = await startServer({ smtp: mails.url })
  browser = await openBrowser(server.url)
  mara = await browser.visitor()
})

after(async () => {
  await shop?.close()
  await browser?.close()
  await server?.stop()
  await mails?.stop()
})

const step = steps(() => browser.picture(mara, 'failed'))

step('The owner opens the one-time link and chooses a password', async () => {
  await mara.goto(server.ownerLink)
  await mara.getByLabel('Dein Name').waitFor()
  await browser.audit(mara)
  await mara.getByLabel('Dein Name').fill('Mara Lindqvist')
  await mara.getByLabel('E-Mail').fill('mara@nordlicht.example')
  await mara.getByLabel('Passwort', { exact: true }).fill('drei worte reichen')
  await mara.getByRole('button', { name: 'Konto anlegen' }).click()
  await mara.getByRole('heading', { name: 'Dein Shop und das Impressum' }).waitFor()
})

step('She names the shop and fills in the Impressum; a short VAT id is named as such', async () => {
  await mara.getByLabel('Name des Shops').fill('Rösterei Nordlicht')
  await mara.getByLabel('Adresse des Shops im Web').fill('nordlicht.example')
  await mara.getByLabel('Firma mit Rechtsform').fill('Rösterei Nordlicht GmbH')
  await mara.getByLabel('Straße und Hausnummer').fill('Hafenstraße 12')
  await mara.getByLabel('PLZ und Ort').fill('24103 Kiel')
  await mara.getByLabel('Land', { exact: true }).fill('Deutschland')
  await mara.getByLabel('Vertreten durch').fill('Mara Lindqvist')
  await mara.getByLabel('E-Mail').fill('hallo@nordlicht.example')
  await mara.getByLabel('Umsatzsteuer-ID').fill('DE 12345')
  await mara.getByLabel('Umsatzsteuer-ID').blur()
  await mara.getByText('Nach DE fehlen noch vier Ziffern.').waitFor()
  await mara.getByLabel('Umsatzsteuer-ID').fill('DE 123 456 789')
  await browser.picture(mara, '1-shop')
  await browser.audit(mara)
  await mara.getByRole('button', { name: 'Weiter' }).click()
  await mara.getByRole('heading', { name: 'Shop verbinden' }).waitFor()
})

step('The shop sends its first event with the official Segment client', async () => {
  const { items } = await server.get('/shops')
  shop = shopServer(server.url, items[0].writeKey)
  await shop.page({ anonymousId: friederike.browser, name: 'Start', properties: { url: 'https://nordlicht.example/' } })
  await mara.getByText('Verbunden: Das erste Ereignis ist angekommen.').waitFor()
  await browser.audit(mara)
  await mara.getByRole('button', { name: 'Weiter' }).click()
})

step('She switches both flows on and sends herself a test mail', async () => {
  for (const flow of ['Willkommen', 'Warenkorb-Abbrecher']) {
    await mara.getByRole('switch', { name: flow }).click({ force: true })
  }
  await browser.audit(mara)
  await mara.getByRole('button', { name: 'Weiter' }).click()
  await mara.getByRole('button', { name: 'Testmail senden' }).click()
  await mara.getByText('Sie ist unterwegs.').waitFor()
  await browser.audit(mara)
  await until(() => mails.to('mara@nordlicht.example').length === 1)
  await mara.getByRole('button', { name: 'Zum Start' }).click()
  await browser.picture(mara, '2-start')
  await browser.audit(mara)
})

step('Four people sign up; three confirm with the button, and a scanner that follows the link confirms nobody', async () => {
  // The shop knows Nele already; of the others there is nothing before they confirm.
  await shop.identify({ userId: nele.id, traits: { email: nele.email } })
  for (const person of everybody) {
    await signUp(person)
    await until(() => mails.to(person.email).length === 1)
  }
  const link = confirmationLink(nele)
  assert.equal((await fetch(link)).status, 200)
  assert.equal((await fetch(link, { method: 'HEAD' })).status, 200)
  for (const person of [friederike, jonas, ole]) {
    const page = await browser.visitor()
    await page.goto(confirmationLink(person))
    await browser.audit(page)
    await page.getByRole('button', { name: 'Ja, ich möchte dabei sein' }).click()
    await page.getByRole('heading', { name: 'Du bist dabei' }).waitFor()
    await browser.audit(page)
    await page.context().close()
  }
})

step('Who confirmed is welcomed at once and again after a day', async () => {
  await server.advance('PT1M')
  for (const person of [friederike, jonas, ole]) assert.equal(mails.to(person.email).length, 2, person.email)
  await server.advance('P2D')
  for (const person of [friederike, jonas, ole]) assert.equal(mails.to(person.email).length, 3, person.email)
  assert.equal(mails.to(nele.email).length, 1)
  assertLawful(mails.to(friederike.email).at(-1))
})

step('Jonas unsubscribes with one click; opening the link alone does nothing', async () => {
  const welcome = mails.to(jonas.email).at(-1)
  const link = /<(https?:[^>]+)>/.exec(welcome.headers['list-unsubscribe'])[1]
  assert.equal(welcome.headers['list-unsubscribe-post'], 'List-Unsubscribe=One-Click')
  assert.equal((await fetch(link)).status, 200)
  assert.equal(await consentOf(jonas), 'subscribed')
  const answer = await fetch(link, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
  })
  assert.equal(answer.status, 200)
  assert.equal(await consentOf(jonas), 'unsubscribed')
})

step('All four fill a cart and leave; Ole comes back and orders', async () => {
  for (const person of everybody) {
    await shop.track({ anonymousId: person.browser, event: 'Product Viewed', properties: coffee })
    await shop.identify({ userId: person.id, anonymousId: person.browser, traits: { email: person.email } })
    await shop.track({ userId: person.id, event: 'Product Added', properties: coffee })
  }
  await server.advance('PT30M')
  await shop.track({ userId: ole.id, event: 'Order Completed', properties: order('N-1001') })
  await server.advance('PT31M')
  assert.deepEqual(
    everybody.map((person) => mails.to(person.email).length),
    [4, 3, 1, 3],
    'only Friederike gets the cart mail',
  )
  const cart = mails.to(friederike.email).at(-1)
  assert.match(cart.text, /Nordlicht Espresso 250 g/)
  assert.match(cart.text, /Zum Shop:\s+http/, 'a way back for those who read the text part')
  assertLawful(cart)
})

step('Friederike clicks and buys for 60.80 €', async () => {
  await server.advance('PT10M')
  const cart = mails.to(friederike.email).at(-1)
  const link = cart.links.find((url) => url.includes('/t/c/'))
  assert.ok(link, 'the cart mail has a personal link, for she allowed it')
  const click = await fetch(link, {
    redirect: 'manual',
    headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0' },
  })
  assert.equal(click.status, 302)
  assert.match(click.headers.get('location'), /^https:\/\/nordlicht\.example\//)
  await server.advance('PT20M')
  await shop.track({ userId: friederike.id, event: 'Order Completed', properties: order('N-1002') })
  await server.advance('P2D')
  assert.equal(mails.to(friederike.email).length, 4, 'no second cart mail after the order')
})

step('Start shows the revenue, and what the cart flow earned per recipient', async () => {
  const cart = (await server.get(`/flows?${period()}`)).items.find((flow) => flow.key === 'abandoned_cart')
  assert.equal(cart.figures.recipients, 1)
  assert.equal(cart.figures.orders, 1)
  assert.equal(Number(cart.figures.revenue.amount), 60.8)
  assert.equal(Number(cart.figures.revenuePerRecipient.amount), 60.8)
  await mara.goto('/')
  await mara.getByText('121,60').first().waitFor()
  await mara.getByText('60,80').first().waitFor()
  await browser.picture(mara, '3-start')
  await browser.audit(mara)
  await browser.auditAsPhone(mara)
})

step("Friederike's page tells her story, with the order and the mail it came from", async () => {
  await openProfile(friederike)
  await mara.getByText('Bestellung N-1002').waitFor()
  await mara.getByText(/zugeordnet, .* nach dem Klick/).waitFor()
  await mara.getByText('In der Mail geklickt: „Du hast noch etwas im Warenkorb“').waitFor()
  await browser.picture(mara, '4-friederike')
  await browser.audit(mara)
  await browser.auditAsPhone(mara)
})

step('Unsubscribed, unconfirmed and ordered meanwhile: who got nothing has the reason on their page', async () => {
  const reasons = [
    { person: jonas, code: 'unsubscribed', line: 'abgemeldet', answer: /^Jonas hat sich am .+ abgemeldet und bekommt keine Werbung mehr\.$/ },
    { person: nele, code: 'not_confirmed', line: 'Anmeldung nie bestätigt', answer: /^nele\.voss@example\.com hat die Anmeldung nie bestätigt\. / },
    { person: ole, line: 'inzwischen bestellt', answer: /^Ole hat bestellt, bevor die Mail an der Reihe war\. Deshalb ging sie nicht raus\.$/ },
  ]
  for (const { person, code, line, answer } of reasons) {
    await openProfile(person)
    const unsent = mara.getByRole('listitem').filter({ hasText: 'Mail nicht gesendet aus „Warenkorb-Abbrecher“' }).first()
    await unsent.getByText(line, { exact: true }).waitFor()
    await unsent.getByRole('button', { name: 'Warum?' }).click()
    await unsent.getByText(answer).waitFor()
    await browser.picture(mara, `5-${person.name.toLowerCase()}`)
    await browser.audit(mara)
    if (code) await openMessage(person, code, answer)
  }
  await mara.getByText('Bestellung N-1001', { exact: true }).waitFor()
})

step('No page complained, and none shuts anybody out', () => {
  assert.deepEqual(browser.complaints, [])
  assert.deepEqual(browser.barriers, [])
  assert.deepEqual(shop.failures, [])
})

async function signUp(person) {
  const page = await browser.visitor()
  await page.goto('/f/1/newsletter')
  await browser.audit(page)
  await page.getByLabel('E-Mail-Adresse').fill(person.email)
  await page.getByLabel('Vorname').fill(person.name)
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Anmelden' }).click()
  await page.getByRole('heading').first().waitFor()
  await browser.audit(page)
  await page.context().close()
}

const confirmationLink = (person) => mails.to(person.email)[0].links.find((url) => url.includes('/c/'))

async function openProfile(person) {
  const { id } = await server.profileOf(person.email)
  await mara.goto(`/customers/${id}`)
  await mara.getByRole('heading', { level: 1 }).waitFor()
}

/** The page of the mail that was not sent says the same. */
async function openMessage(person, code, answer) {
  const { id } = await server.profileOf(person.email)
  const { items } = await server.get(`/messages?profile=${id}`)
  const skipped = items.find((message) => message.state === 'skipped')
  assert.equal(skipped?.reason, code, person.email)
  await mara.goto(`/data/outbox/${skipped.id}`)
  await mara.getByText(answer).waitFor()
  await browser.audit(mara)
}

async function consentOf(person) {
  const { id } = await server.profileOf(person.email)
  const { items } = await server.get(`/profiles/${id}/consents`)
  return items.find((item) => item.channel === 'email' && item.purpose === 'marketing').state
}

function order(number) {
  return {
    order_id: number,
    total: 60.8,
    revenue: 60.8,
    shipping: 4.9,
    currency: 'EUR',
    products: [{ ...coffee, quantity: 6, price: 9.31 }],
  }
}

/** Impressum and unsubscribing in every mail that advertises. */
function assertLawful(mail) {
  assert.match(mail.text, /Rösterei Nordlicht GmbH/)
  assert.match(mail.text, /Hafenstraße 12/)
  assert.ok(mail.links.some((url) => url.includes('/u/')), 'an unsubscribe link')
  assert.match(mail.headers['list-unsubscribe'], /<http/)
}

function period() {
  const day = (offset) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
  return `from=${day(-7)}&to=${day(14)}`
}

async function until(holds) {
  for (let tries = 0; tries < 300; tries++) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  assert.fail(`waited in vain for ${holds}`)
}
