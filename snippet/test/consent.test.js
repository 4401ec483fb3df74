import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, afterEach, before, test } from 'node:test'
import { kept, nothing, openShop, pause, until } from './shop.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let shop
before(async () => {
  shop = await openShop()
})
after(() => shop.close())
afterEach(() => shop.forget())

/**
 * Fakes of what each consent manager documents; each sets `cmp.decide(true|false)`, and begins undecided.
 * `before` stands ahead of our script, `later` comes half a second after it.
 */
const managers = {
  cookiebot: {
    tag: 'data-consent="cookiebot"',
    later: `window.Cookiebot = { hasResponse: false, consent: { necessary: true, marketing: false } }
      window.cmp = { decide(yes) {
        Object.assign(Cookiebot, { hasResponse: true, consented: yes, declined: !yes, consent: { necessary: true, marketing: yes } })
        dispatchEvent(new Event(yes ? 'CookiebotOnAccept' : 'CookiebotOnDecline'))
      } }
      dispatchEvent(new Event('CookiebotOnLoad'))`,
  },
  'usercentrics 3': {
    tag: 'data-consent="usercentrics"',
    later: `let given = false, type = 'IMPLICIT'
      window.__ucCmp = { getConsentDetails: async () => ({
        consent: { required: type === 'IMPLICIT', type, status: given ? 'ALL_ACCEPTED' : 'ALL_DENIED' },
        categories: { marketing: { state: given ? 'ALL_ACCEPTED' : 'ALL_DENIED' } },
        services: { BJf4EjOi: { name: 'Kundig', category: 'marketing', consent: { given, type } } },
      }) }
      window.cmp = { decide(yes) { given = yes; type = 'EXPLICIT'; dispatchEvent(new CustomEvent('UC_UI_CMP_EVENT', { detail: { type: 'SAVE' } })) } }
      dispatchEvent(new Event('UC_UI_INITIALIZED'))`,
  },
  'usercentrics 2': {
    tag: 'data-consent="usercentrics"',
    later: `let given = false, asked = true
      window.UC_UI = { isInitialized: () => true, isConsentRequired: () => asked,
        getServicesBaseInfo: () => [
          { id: 'a', name: 'Essential', categorySlug: 'essential', consent: { status: true } },
          { id: 'b', name: 'Ads', categorySlug: 'marketing', consent: { status: given } }] }
      window.cmp = { decide(yes) { given = yes; asked = false; dispatchEvent(new CustomEvent('UC_UI_CMP_EVENT', { detail: { type: 'ACCEPT_ALL' } })) } }
      dispatchEvent(new Event('UC_UI_INITIALIZED'))`,
  },
  consentmanager: {
    tag: 'data-consent="consentmanager" data-vendor="c1234"',
    later: `let chosen = false, given = false, heard
      window.__cmp = (command, values) => {
        if (command === 'addEventListener' && values[0] === 'consent') heard = values[1]
        if (command === 'getCMPData') return { consentExists: chosen, userChoiceExists: chosen, vendorConsents: { c1234: given }, purposeConsents: {} }
      }
      window.cmp = { decide(yes) { chosen = true; given = yes; heard('consent', {}) } }`,
  },
  shopware: {
    tag: 'data-consent="shopware"',
    before: `window.cmp = { decide(yes) {
        document.cookie = 'cookie-preference=1; path=/'
        document.cookie = 'kundig-allowed=1; path=/; max-age=' + (yes ? 60 : 0)
        document.dispatchEvent(new CustomEvent('CookieConfiguration_Update', { detail: { 'kundig-allowed': yes } }))
      } }`,
    own: ['cookie-preference', 'kundig-allowed'],
  },
  tcf: {
    tag: 'data-consent="tcf"',
    later: `let heard
      const say = (eventStatus, yes) => heard({ eventStatus, gdprApplies: true, purpose: { consents: { 1: yes, 2: true, 3: yes, 4: yes } } }, true)
      window.__tcfapi = (command, version, callback) => { if (command === 'addEventListener' && version === 2) { heard = callback; say('cmpuishown', false) } }
      window.cmp = { decide: (yes) => say('useractioncomplete', yes) }`,
  },
}

for (const [name, fake] of Object.entries(managers)) {
  test(`${name}: silent until the visitor decides, then as they say, also when they change their mind`, async () => {
    shop.file('/before.js', fake.before ?? '')
    shop.file('/later.js', `setTimeout(() => { ${fake.later ?? ''} }, 300)`)
    shop.page('/', {
      tag: fake.tag,
      head: '<script src="/before.js"></script><script src="/later.js"></script>',
    })
    const { context, page, ready, complaints } = await shop.visitor()
    const decide = (yes) => page.evaluate((it) => window.cmp.decide(it), yes)
    const own = async () =>
      (await context.cookies()).map((it) => it.name).filter((it) => !fake.own?.includes(it))
    await page.goto('/')
    await ready()
    await page.waitForFunction(() => window.cmp)
    await pause(400)
    assert.deepEqual(shop.bodies, [])
    assert.deepEqual(await own(), [])

    await decide(true)
    await until('the page', () => shop.messages().length === 1)
    assert.deepEqual(await own(), ['kundig_id'])

    await decide(false)
    await until('the cookie to go', async () => (await own()).length === 0)
    await page.evaluate(() => window.kundig.track('Not Any More'))
    await pause(200)
    assert.equal(shop.messages().length, 1)
    assert.deepEqual((await kept(page)).local, {})
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test(`${name}: a refusal keeps and sends nothing`, async () => {
    shop.file('/before.js', fake.before ?? '')
    shop.file('/later.js', `setTimeout(() => { ${fake.later ?? ''} }, 100)`)
    shop.page('/', {
      tag: fake.tag,
      head: '<script src="/before.js"></script><script src="/later.js"></script>',
    })
    const { context, page, ready } = await shop.visitor()
    await page.goto('/')
    await ready()
    await page.waitForFunction(() => window.cmp)
    await pause(300)
    await page.evaluate(() => window.cmp.decide(false))
    await pause(200)
    assert.deepEqual(shop.bodies, [])
    const left = await kept(page)
    assert.deepEqual([left.local, left.session], [{}, {}])
    assert.deepEqual(
      (await context.cookies()).map((it) => it.name).filter((it) => !fake.own?.includes(it)),
      [],
    )
    await context.close()
  })
}

test('A default of the consent manager that nobody chose is no consent', async () => {
  shop.file(
    '/cmp.js',
    `window.__ucCmp = { getConsentDetails: async () => ({ consent: { required: true, type: 'IMPLICIT' },
      categories: { marketing: { state: 'ALL_ACCEPTED' } }, services: { x: { name: 'Kundig', consent: { given: true, type: 'IMPLICIT' } } } }) }`,
  )
  shop.page('/', { tag: 'data-consent="usercentrics"', head: '<script src="/cmp.js"></script>' })
  const { context, page, ready } = await shop.visitor()
  await page.goto('/')
  await ready()
  await pause(400)
  assert.deepEqual(shop.bodies, [])
  await context.close()
})

test('Without a consent manager that was named, nobody has agreed', async () => {
  shop.page('/', { tag: 'data-consent="tcf"' })
  shop.page('/misspelt', { tag: 'data-consent="coockiebot"' })
  const { context, page, ready } = await shop.visitor()
  for (const path of ['/', '/misspelt']) {
    await page.goto(path)
    await ready()
    await pause(300)
    assert.deepEqual(await kept(page), nothing)
  }
  assert.deepEqual(shop.bodies, [])
  await context.close()
})

test('The banner is reached first by keyboard, offers both alike, and a refusal is not asked about again', async () => {
  shop.page('/', {
    tag: 'data-consent="banner" data-privacy="/datenschutz"',
    body: '<main><h1>Shop</h1><a href="/x">Kaffee</a></main>',
  })
  const { context, page, complaints } = await shop.visitor()
  await page.goto('/')
  const no = page.getByRole('button', { name: 'Ablehnen' })
  const yes = page.getByRole('button', { name: 'Erlauben' })
  await no.waitFor()
  assert.deepEqual(await kept(page), nothing)
  const [left, right] = [await no.boundingBox(), await yes.boundingBox()]
  assert.equal(Math.round(left.width), Math.round(right.width))
  assert.equal(left.height, right.height)
  const look = (button) =>
    button.evaluate((it) =>
      ['color', 'backgroundColor', 'fontSize', 'fontWeight', 'borderColor'].map(
        (name) => getComputedStyle(it)[name],
      ),
    )
  assert.deepEqual(await look(no), await look(yes))
  assert.equal(await page.getByRole('link', { name: 'Datenschutz' }).getAttribute('href'), '/datenschutz')

  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  assert.equal(
    await page.evaluate(() => document.activeElement.shadowRoot.activeElement.textContent),
    'Ablehnen',
  )
  await page.keyboard.press('Enter')
  await no.waitFor({ state: 'detached' })
  assert.deepEqual(await kept(page), { ...nothing, session: { kundig_refused: '1' } })
  await page.goto('/')
  await pause(400)
  assert.equal(await no.count(), 0)
  assert.deepEqual(shop.bodies, [])
  assert.deepEqual(complaints, [])
  await context.close()
})

test('Allowed in the banner holds; a link asks again, and declining there forgets', async () => {
  shop.page('/', {
    tag: 'data-consent="banner" data-lang="en"',
    body: '<a href="#" data-kundig-consent>Cookies</a>',
  })
  const { context, page } = await shop.visitor({ viewport: { width: 390, height: 800 } })
  await page.goto('/')
  await page.getByRole('button', { name: 'Allow' }).click()
  await until('the page', () => shop.messages().length === 1)
  await page.goto('/')
  await until('the next page', () => shop.messages().length === 2)
  await pause(200)
  assert.equal(await page.getByRole('button', { name: 'Allow' }).count(), 0)
  await page.getByRole('link', { name: 'Cookies' }).click()
  await page.getByRole('button', { name: 'Decline' }).click()
  assert.deepEqual(await kept(page), { ...nothing, session: { kundig_refused: '1' } })
  await context.close()
})

test('The banner has no fault that axe finds, light and dark, and scripts in its options stay text', async () => {
  for (const colorScheme of ['light', 'dark']) {
    shop.page('/', {
      tag: 'data-consent="banner" data-privacy="javascript:alert(1)"',
      body: '<main><h1>Shop</h1></main>',
    })
    const { context, page } = await shop.visitor({ colorScheme, bypassCSP: true })
    await page.goto('/')
    await page.getByRole('button', { name: 'Ablehnen' }).waitFor()
    await page.evaluate(axe)
    const { violations } = await page.evaluate(() =>
      window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'best-practice'] }),
    )
    assert.deepEqual(
      violations.map((it) => [it.id, it.nodes.map((node) => node.html)]),
      [],
    )
    assert.equal(await page.getByRole('link').count(), 0)
    await context.close()
  }
})
