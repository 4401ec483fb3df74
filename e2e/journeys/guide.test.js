import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { openBrowser } from '../harness/browser.js'
import { examples } from '../harness/guide.js'
import { startMailServer } from '../harness/mail-server.js'
import { root } from '../harness/process.js'
import { secretKey, startServer } from '../harness/server.js'

const run = promisify(execFile)
const kim = 'kim@example.com'

let mails
let server
let shop
/** Of the page about a shop's own system. */
let connection

before(async () => {
  mails = await startMailServer()
  server = await startServer({ smtp: mails.url })
  shop = await server.put('/shops/1', readyToSend)
})

after(async () => {
  await server?.stop()
  await mails?.stop()
})

test('Both languages have the same examples, and each is of a kind that is known here', () => {
  const kinds = (language) => examples(language).map(({ page, kind }) => `${page.slice(3)} ${kind}`)
  assert.deepEqual(kinds('de'), kinds('en'))
  assert.deepEqual(
    [...examples('de'), ...examples('en')].filter(({ kind }) => kind === 'unknown'),
    [],
  )
})

for (const [before, language] of ['de', 'en'].entries()) {
  test(`The examples of the guide (${language}) do what it says`, async (t) => {
    await server.advance('P2D') // nobody is asked to confirm again and again
    const answers = {}
    for (const example of examples(language).filter(({ kind }) => kind === 'curl' || kind === 'node')) {
      await t.test(`${example.page}:${example.line}`, async () => {
        answers[`${example.page.slice(3)} ${example.kind}`] = await tried(example)
      })
    }
    await t.test('The records it shows are taken as they stand', async () => {
      const records = examples(language)
        .filter(({ page, kind }) => page.endsWith('own-shop.md') && kind === 'record')
        .map(({ text }) => JSON.parse(text))
      const [events, states] = [records.filter(({ event }) => event), records.filter(({ event }) => !event)]
      assert.deepEqual([events.length, states.length], [2, 5])
      const taken = await server.post(`/shop-connections/${connection}/records`, { records: states })
      assert.deepEqual(taken, { applied: 5, unchanged: 0, refused: [] })
      for (const event of events) assert.deepEqual(await server.track(event), { success: true })
    })
    await t.test('What they sent is there', async () => {
      assert.deepEqual(Object.keys(answers), [
        'connect.md curl',
        'connect.md node',
        'consent.md curl',
        'own-shop.md curl',
        'people.md curl',
      ])
      assert.equal(answers['connect.md curl'], '{"success":true} 200')
      assert.equal(answers['people.md curl'], '{"success":true} 200')
      assert.match(answers['consent.md curl'], / 202$/)
      assert.equal(answers['own-shop.md curl'], '{"applied":1,"unchanged":0,"refused":[]} 200')
      await theOrderIsKims()
      assert.equal(await timesInTheCart(), before + 1)
      await theConfirmationIsIn(language)
    })
  })
}

test('The examples on the page of the keys do what they say, copied as they stand', async (t) => {
  const shown = await snippetsOfTheKeysPage()
  assert.deepEqual(Object.keys(shown), ['Node', 'Python', 'PHP', 'curl'])
  for (const [language, text] of Object.entries(shown)) {
    await t.test(language, async (t) => {
      const { program, file } = programs[language]
      if (!(await isInstalled(program))) return t.skip(`${program} is not installed`)
      await server.advance('P2D')
      const before = await timesInTheCart()
      await (language === 'curl' ? curl(text) : runFile(program, file, text))
      assert.equal(await timesInTheCart(), before + 1)
    })
  }
})

const programs = {
  Node: { program: process.execPath, file: 'mjs' },
  Python: { program: 'python3', file: 'py' },
  PHP: { program: 'php', file: 'php' },
  curl: { program: 'curl' },
}

const isInstalled = (program) =>
  run(program, ['--version']).then(
    () => true,
    () => false,
  )

/** By the names of the languages. */
async function snippetsOfTheKeysPage() {
  const browser = await openBrowser(server.url)
  try {
    const page = await browser.visitor()
    await page.goto(server.ownerLink)
    await page.getByLabel('Dein Name').fill('Mara Lindqvist')
    await page.getByLabel('E-Mail').fill('mara@nordlicht.example')
    await page.getByLabel('Passwort', { exact: true }).fill('drei worte reichen')
    await page.getByRole('button', { name: 'Konto anlegen' }).click()
    await page.getByRole('heading', { name: 'Dein Shop und das Impressum' }).waitFor()
    await page.goto('/settings/keys')
    const choice = page.getByRole('radiogroup', { name: 'Sprache des Beispiels' })
    await choice.waitFor()
    const snippets = {}
    for (const language of await choice.locator('label').allTextContents()) {
      await choice.getByText(language, { exact: true }).click()
      snippets[language] = await page.locator('pre').last().textContent()
    }
    await browser.audit(page)
    assert.deepEqual([...browser.complaints, ...browser.barriers], [])
    return snippets
  } finally {
    await browser.close()
  }
}

async function theOrderIsKims() {
  const { id } = await server.profileOf(kim)
  const profile = await server.get(`/profiles/${id}`)
  assert.equal(profile.identifiers.find(({ kind }) => kind === 'userId')?.value, '20418')
  const { items } = await server.get(`/profiles/${id}/timeline`)
  const order = items.find(({ kind }) => kind === 'order')?.data
  assert.equal(order?.orderId, '1001')
  assert.equal(Number(order.total.amount), 34.7)
  assert.deepEqual(
    order.lines.map(({ title, quantity }) => `${quantity} × ${title}`),
    ['2 × Espresso 500 g'],
  )
}

async function timesInTheCart() {
  const { id } = await server.profileOf(kim)
  const { items } = await server.get(`/profiles/${id}/timeline?kind=site`)
  return items.filter(({ metric }) => metric === 'Added to Cart').length
}

async function theConfirmationIsIn(language) {
  const subject = { de: /bestätige/i, en: /confirm/i }[language]
  for (let tries = 0; tries < 100; tries++) {
    if (mails.to(kim).some((mail) => subject.test(mail.subject))) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  assert.fail(`no confirmation among ${JSON.stringify(mails.to(kim).map((mail) => mail.subject))}`)
}

/** As written, but for host and key. */
async function tried({ kind, text }) {
  const ours = text
    .replaceAll('http://127.0.0.1:8080', server.url)
    .replaceAll(/DEIN_SCHREIBSCHLUESSEL|YOUR_WRITE_KEY/g, shop.writeKey)
    .replaceAll(/DEIN_GEHEIMER_SCHLUESSEL|YOUR_SECRET_KEY/g, secretKey)
    .replaceAll(/DEINE_VERBINDUNG|YOUR_CONNECTION/g, connection)
  assert.notEqual(ours, text, 'an example names the host')
  if (kind !== 'curl') return await runFile(process.execPath, 'mjs', ours)
  const answer = await curl(ours)
  connection = /"kind":"own"/.test(answer) ? JSON.parse(answer.replace(/ \d+$/, '')).id : connection
  return answer
}

/** An answer of 4xx is no success, though curl takes it for one. */
async function curl(text) {
  const { stdout } = await run('bash', ['-c', `${text.trimEnd()} -sS -w '\\n%{http_code}'`])
  const [, body, status] = /^([\s\S]*)\n(\d+)$/.exec(stdout)
  assert.match(status, /^2/, body)
  return `${body} ${status}`
}

/** Here, where the packages are. */
async function runFile(program, kind, text) {
  const file = join(root, 'e2e', `example-${process.pid}.${kind}`)
  writeFileSync(file, text)
  try {
    return (await run(program, [file])).stdout
  } finally {
    rmSync(file)
  }
}

const readyToSend = {
  name: 'Beispielshop',
  sender: { name: 'Beispielshop', email: 'hallo@beispielshop.example', replyTo: null },
  impressum: {
    company: 'Beispielshop GmbH',
    street: 'Hafenstraße 12',
    city: '24103 Kiel',
    country: 'Deutschland',
    email: 'hallo@beispielshop.example',
  },
}
