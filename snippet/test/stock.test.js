import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, afterEach, before, test } from 'node:test'
import { kept, nothing, openShop, until } from './shop.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let shop
before(async () => {
  shop = await openShop()
})
after(() => shop.close())
afterEach(() => shop.forget())

const product = (availability) =>
  `<script type="application/ld+json">{"@type":"Product","sku":"NL-250","name":"Espresso","offers":{"price":8.9,"priceCurrency":"EUR","availability":"https://schema.org/${availability}"}}</script>`

test('Whoever wants to hear of a sold-out product types an address, and nothing is kept in the browser', async () => {
  shop.page('/', {
    tag: 'data-stock data-privacy="/datenschutz"',
    body: `<main><h1>Espresso</h1><div data-kundig-stock data-variant="v1"></div></main>${product('OutOfStock')}`,
  })
  const { context, page, complaints } = await shop.visitor()
  await page.goto('/')
  const email = page.getByLabel('E-Mail-Adresse')
  await email.fill('kim')
  await page.getByRole('button', { name: 'Bescheid bekommen' }).click()
  await page.getByText('Das ist keine E-Mail-Adresse.').waitFor()
  assert.deepEqual(shop.forms, [])
  await email.fill('kim@example.com')
  shop.answer(202)
  await page.keyboard.press('Enter')
  await page.getByText('Ein Klick fehlt noch').waitFor()
  assert.deepEqual(shop.forms, [
    {
      key: 'wk_test',
      email: 'kim@example.com',
      website: '',
      product: 'NL-250',
      variant: 'v1',
      title: 'Espresso',
      lang: 'de',
    },
  ])
  assert.deepEqual(await kept(page), nothing)
  assert.deepEqual(shop.bodies, [], 'and nothing tracked')
  assert.deepEqual(shop.preflights, [])
  assert.deepEqual(complaints, [])
  await context.close()
})

test('What can be had has no form; a refusal says what to do', async () => {
  shop.page('/there', { tag: 'data-stock', body: `<div data-kundig-stock></div>${product('InStock')}` })
  shop.page('/gone', {
    tag: 'data-stock data-lang="en"',
    body: '<div data-kundig-stock data-product="p7" data-name="Filter"></div>',
  })
  const { context, page } = await shop.visitor()
  await page.goto('/there')
  await page.waitForFunction(() => window.kundig && !Array.isArray(window.kundig))
  await page.waitForTimeout(300)
  assert.equal(await page.getByRole('button').count(), 0)
  await page.goto('/gone')
  await page.getByLabel('Email address').fill('kim@example.com')
  for (const [status, words] of [
    [429, 'a little often'],
    [503, 'did not work'],
    [422, 'not an email address'],
  ]) {
    shop.answer(status)
    await page.getByRole('button', { name: 'Let me know' }).click()
    await page.getByText(words).waitFor()
  }
  await until('three tries', () => shop.forms.length === 3)
  assert.equal(shop.forms[0].product, 'p7')
  await context.close()
})

test('The form has no fault that axe finds', async () => {
  shop.page('/', {
    tag: 'data-stock',
    body: '<main><h1>Espresso</h1><div data-kundig-stock data-product="p"></div></main>',
  })
  const { context, page } = await shop.visitor({ bypassCSP: true })
  await page.goto('/')
  await page.getByRole('button').waitFor()
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'best-practice'] }),
  )
  assert.deepEqual(
    violations.map((it) => [it.id, it.nodes.map((node) => node.html)]),
    [],
  )
  await context.close()
})
