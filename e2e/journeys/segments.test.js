import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { openBrowser } from '../harness/browser.js'
import { startMailServer } from '../harness/mail-server.js'
import { startServer } from '../harness/server.js'
import { shopServer } from '../harness/shop-server.js'
import { steps } from '../harness/steps.js'

const coffee = { product_id: 'kaffee-250', name: 'Nordlicht Espresso 250 g', price: 8.9, quantity: 1, currency: 'EUR' }
const people = [
  { id: 'kunde-1', name: 'Friederike Harms', email: 'friederike.harms@example.com', visits: 1 },
  { id: 'kunde-2', name: 'Jonas Petersen', email: 'jonas.petersen@example.com', visits: 2 },
  { id: 'kunde-3', name: 'Nele Voss', email: 'nele.voss@example.com', visits: 3 },
]
const [friederike] = people

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

const step = steps(() => browser.picture(mara, 'failed-segments'))

step('Three people look at coffee, once, twice and three times', async () => {
  await mara.goto(server.ownerLink)
  await mara.getByLabel('Dein Name').fill('Mara Lindqvist')
  await mara.getByLabel('E-Mail').fill('mara@nordlicht.example')
  await mara.getByLabel('Passwort', { exact: true }).fill('drei worte reichen')
  await mara.getByRole('button', { name: 'Konto anlegen' }).click()
  await mara.getByRole('heading', { name: 'Dein Shop und das Impressum' }).waitFor()
  const { items } = await server.get('/shops')
  shop = shopServer(server.url, items[0].writeKey)
  for (const person of people) {
    await shop.identify({ userId: person.id, traits: { email: person.email, name: person.name } })
    for (let visit = 0; visit < person.visits; visit++) await look(person)
  }
})

step('Without a segment there are templates, each with the number of people it would hold', async () => {
  await mara.goto('/segments')
  await mara.getByRole('heading', { name: 'Noch kein Segment' }).waitFor()
  await mara.getByText(/^wären \d/).first().waitFor()
  await browser.picture(mara, 'segments-empty')
  await browser.audit(mara)
  await browser.auditAsPhone(mara)
})

step('She begins with a template, changes a number, and sees the count change', async () => {
  await mara.getByRole('link', { name: /Beste Kunden/ }).click()
  await mara.getByRole('button', { name: 'Anlegen' }).waitFor()
  await browser.audit(mara)
  const lines = await mara.getByRole('button', { name: 'Mehr zu dieser Bedingung' }).count()
  assert.equal(lines, 2)
  for (let line = 0; line < lines; line++) {
    await mara.getByRole('button', { name: 'Mehr zu dieser Bedingung' }).first().click()
    await mara.getByRole('menuitem', { name: 'Entfernen' }).click()
  }
  await mara.getByRole('button', { name: 'Bedingung', exact: true }).click()
  await mara.getByRole('combobox', { name: 'Worum es geht' }).fill('Produkt angesehen')
  await mara.getByRole('option', { name: 'Produkt angesehen' }).first().waitFor()
  await browser.audit(mara)
  await mara.keyboard.press('Enter')
  await mara.getByRole('button', { name: 'einmal' }).waitFor()
  await count('3')
  await mara.getByRole('button', { name: 'einmal' }).click()
  await mara.getByRole('spinbutton', { name: 'Wie oft' }).fill('2')
  await browser.audit(mara)
  await mara.keyboard.press('Escape')
  await count('2')
  await mara.getByRole('button', { name: '2-mal' }).waitFor()
  await mara.getByRole('button', { name: 'Rückgängig' }).click()
  await count('3')
  await mara.getByRole('button', { name: 'Wiederholen' }).click()
  await count('2')
})

step('She asks why Friederike is not in: one look is missing', async () => {
  await mara.getByRole('button', { name: 'such eine Person' }).click()
  await mara.getByRole('combobox', { name: 'Name, E-Mail oder Telefon' }).fill('Friederike')
  await mara.getByRole('option', { name: /Friederike Harms/ }).click()
  await mara.getByText('Friederike Harms ist nicht drin').waitFor()
  await mara.getByText(/^Friederike: einmal, zuletzt am /).waitFor()
  await browser.picture(mara, 'segments-why')
  await browser.audit(mara)
  await browser.auditAsPhone(mara)
})

step('She names and saves it; leaving with a change asks first', async () => {
  await mara.getByLabel('Name des Segments').fill('Kaffee im Blick')
  await mara.getByRole('button', { name: 'Anlegen' }).click()
  await mara.getByText('Gespeichert', { exact: true }).waitFor()
  await mara.waitForURL(/\/segments\/[0-9a-f-]{36}/)
  await mara.getByLabel('Wozu es dient').fill('Für die Kaffeemail')
  await mara.getByRole('link', { name: 'Kunden' }).first().click()
  await mara.getByRole('heading', { name: 'Deine Änderungen sind noch nicht gespeichert' }).waitFor()
  await browser.audit(mara)
  await mara.getByRole('button', { name: 'Speichern und gehen' }).click()
  await mara.getByRole('heading', { name: 'Kunden' }).waitFor()
})

step('Friederike looks once more and is in, on the list and on her own page', async () => {
  await look(friederike)
  await server.advance('PT10S')
  await mara.goto('/segments')
  await mara.getByRole('row', { name: /Kaffee im Blick.* 3/ }).waitFor()
  await browser.picture(mara, 'segments-list')
  await browser.audit(mara)
  await browser.auditAsPhone(mara)
  await mara.getByRole('link', { name: /Kaffee im Blick/ }).click()
  await mara.getByRole('link', { name: /^Menschen/ }).click()
  await mara.getByRole('link', { name: /Friederike Harms/ }).waitFor()
  await browser.audit(mara)
  await mara.getByRole('link', { name: /Friederike Harms/ }).click()
  await mara.getByRole('link', { name: 'Kaffee im Blick' }).first().waitFor()
  const entry = mara.getByRole('listitem').filter({ hasText: 'Kam ins Segment Kaffee im Blick' })
  await entry.getByText('Auslöser: Produkt angesehen').waitFor()
  await browser.picture(mara, 'segments-profile')
  await browser.audit(mara)
})

step('She makes a list from pasted addresses; one that nobody has becomes a customer', async () => {
  await mara.goto('/segments')
  await mara.getByRole('link', { name: 'Listen', exact: true }).click()
  await mara.getByRole('heading', { name: 'Noch keine Liste' }).waitFor()
  await browser.audit(mara)
  await browser.auditAsPhone(mara)
  await mara.getByRole('button', { name: 'Liste anlegen' }).click()
  await mara.getByRole('textbox', { name: 'Name' }).fill('Hoffest')
  await mara.getByRole('button', { name: 'Anlegen', exact: true }).click()
  await mara.getByRole('heading', { name: 'Noch niemand auf der Liste' }).waitFor()
  await browser.audit(mara)
  await mara.getByRole('button', { name: 'Menschen daraufsetzen' }).first().click()
  await mara
    .getByRole('textbox', { name: /E-Mail-Adressen/ })
    .fill('Jonas Petersen <Jonas.Petersen@example.com>, nele.voss@example.com\ngast@hoffest.example\n')
  await mara.getByText('3 erkannt.').waitFor()
  await browser.audit(mara)
  await mara.getByRole('button', { name: 'Daraufsetzen', exact: true }).click()
  await mara.getByText('2 kamen dazu.').waitFor()
  await browser.audit(mara)
  await mara.getByRole('button', { name: 'Als neuen Kunden anlegen' }).click()
  await mara.getByText('3 Menschen').waitFor()
  await mara.getByRole('link', { name: /gast@hoffest\.example/ }).waitFor()
  await browser.picture(mara, 'segments-list-people')
  await browser.audit(mara)
  await browser.auditAsPhone(mara)
})

step('A segment asks for the list, and the list says so', async () => {
  await mara.goto('/segments/new')
  await mara.getByRole('button', { name: 'Bedingung', exact: true }).click()
  await mara.getByRole('combobox', { name: 'Worum es geht' }).fill('Auf einer Liste')
  await mara.keyboard.press('Enter')
  await mara.getByRole('option', { name: 'Hoffest' }).click()
  await count('3')
  await mara.getByLabel('Name des Segments').fill('Gäste vom Hoffest')
  await mara.getByRole('button', { name: 'Anlegen' }).click()
  await mara.getByText('Gespeichert', { exact: true }).waitFor()
  await mara.getByText('Davon erreichbar').waitFor()
  await browser.picture(mara, 'segments-asks-for-list')
  await browser.audit(mara)
  await mara.goto('/segments/lists')
  await mara.getByRole('link', { name: /Hoffest/ }).click()
  await mara.getByRole('link', { name: 'Gäste vom Hoffest' }).waitFor()
})

step('Two segments side by side: who is in both becomes a segment', async () => {
  await server.advance('PT10S')
  await mara.goto('/segments/overlap')
  await browser.audit(mara)
  await mara.getByRole('combobox', { name: 'Die eine' }).selectOption({ label: 'Kaffee im Blick' })
  await mara.getByRole('combobox', { name: 'Die andere' }).selectOption({ label: 'Gäste vom Hoffest' })
  const both = mara.getByRole('region', { name: 'In beiden' })
  await both.getByText('2', { exact: true }).waitFor()
  await both.getByRole('link', { name: 'Jonas Petersen' }).waitFor()
  await browser.picture(mara, 'segments-overlap')
  await browser.audit(mara)
  await browser.auditAsPhone(mara)
  await both.getByRole('link', { name: 'Als Segment' }).click()
  await count('2')
  await mara.getByRole('button', { name: 'Anlegen' }).click()
  await mara.getByText('Gespeichert', { exact: true }).waitFor()
})

step('Nothing complained in the console, and axe found no barrier', () => {
  assert.deepEqual(browser.complaints, [])
  assert.deepEqual(browser.barriers, [])
})

const look = (person) => shop.track({ userId: person.id, event: 'Product Viewed', properties: coffee })

/** The number beside the sentence, once it is exact. */
async function count(expected) {
  const beside = mara.getByRole('complementary', { name: 'Wer in diesem Segment ist' })
  await beside.getByText('genau', { exact: true }).waitFor()
  await beside.getByText(expected, { exact: true }).waitFor()
}
