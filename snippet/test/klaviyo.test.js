import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { openShop, until } from './shop.js'

let shop
before(async () => {
  shop = await openShop()
})
after(() => shop.close())
afterEach(() => shop.forget())

/** As Klaviyo documents it: calls go as lists into `_klOnsite`, each with a function for its answer at the end. */
const theirs = `window._klOnsite = window._klOnsite || []
  window.klaviyo = new Proxy({}, { get: (_, name) => name === 'push'
    ? (...calls) => window._klOnsite.push(...calls)
    : (...values) => {
        const told = typeof values[values.length - 1] === 'function' ? values.pop() : undefined
        return new Promise((done) => window._klOnsite.push([name, ...values, (it) => { told && told(it); done(it) }]))
      } })`

test('A site with Klaviyo’s snippet goes on as it is', async () => {
  shop.file(
    '/site.js',
    `${theirs}
    klaviyo.identify({ $email: 'kim@example.com', $first_name: 'Kim', $id: 20418, phone_number: '+49431555', Size: 'M' }, (it) => { window.told = it })
    klaviyo.push(['track', 'Viewed Product', { ProductID: '1111', ProductName: 'Winnie', $value: 9.99 }])
    klaviyo.trackViewedItem({ Title: 'Winnie', ItemId: '1111' })
    klaviyo.openForm('abc').then(() => { window.opened = true })
    window.before = klaviyo`,
  )
  shop.page('/', { tag: 'data-consent="given" data-klaviyo', head: '<script src="/site.js"></script>' })
  const { context, page, complaints } = await shop.visitor()
  await page.goto('/')
  await until('what waited', () => shop.messages().length === 3)
  const who = shop.messages().find((it) => it.type === 'identify')
  assert.equal(who.userId, '20418')
  assert.deepEqual(who.traits, { email: 'kim@example.com', first_name: 'Kim', phone: '+49431555', Size: 'M' })
  const seen = shop.messages().find((it) => it.event === 'Viewed Product')
  assert.deepEqual(seen.properties, { ProductID: '1111', ProductName: 'Winnie', $value: 9.99 })
  await page.waitForFunction(() => window.told && window.opened)

  assert.deepEqual(
    await page.evaluate(async () => [
      await window.klaviyo.isIdentified(),
      await window.before.track('My Own Event', { a: 1 }),
      await window.klaviyo.track('Added to Cart'),
    ]),
    [true, true, true],
  )
  await until('calls from now on', () => shop.messages().length === 5)
  assert.deepEqual(shop.names().slice(3), ['My Own Event', 'Added to Cart'])
  assert.deepEqual(complaints, [])

  await page.goto('/')
  assert.equal(await page.evaluate(() => window.klaviyo.isIdentified()), true)
  await page.evaluate(() => window.kundig.consent(false))
  assert.deepEqual(await page.evaluate(() => [{ ...localStorage }, document.cookie]), [{}, ''])
  await context.close()
})

test('_learnq still works, without a snippet and asked for in the address', async () => {
  shop.file(
    '/old.js',
    `window._learnq = [['account', 'ABC123'], ['identify', { email: 'ole@example.com' }], ['trackViewedItem', { Title: 'Pooh', ItemId: 'p', Metadata: { Price: 3 } }]]`,
  )
  shop.file(
    '/old',
    `<!doctype html><title>Old</title><script src="/old.js"></script><script async src="${shop.crm}/kundig.js?key=wk_test&consent=given&klaviyo=1"></script>`,
  )
  const { context, page, complaints } = await shop.visitor()
  await page.goto('/old')
  await until('what waited', () => shop.messages().length === 3)
  const item = shop.messages().find((it) => it.event === 'Viewed Product')
  assert.deepEqual(item.properties, {
    ProductID: 'p',
    ProductName: 'Pooh',
    Price: 3,
    Title: 'Pooh',
    ItemId: 'p',
  })
  await page.evaluate(() => {
    window._learnq.push(['track', 'Pushed', {}])
    window._learnq.track('Called')
    window.klaviyo.push(['track', 'New Name'])
  })
  await until('all', () => shop.messages().length === 6)
  assert.equal(await page.evaluate(() => window._learnq.isIdentified()), true)
  assert.deepEqual(complaints, [])
  await context.close()
})

test('Klaviyo’s names are there only where they were asked for, and wait for consent too', async () => {
  shop.page('/without', { tag: 'data-consent="given"' })
  shop.page('/with', { tag: 'data-klaviyo' })
  const { context, page, ready } = await shop.visitor()
  await page.goto('/without')
  await ready()
  assert.equal(
    await page.evaluate(() => 'klaviyo' in window || '_learnq' in window || '_klOnsite' in window),
    false,
  )
  await context.close()
  const other = await shop.visitor()
  shop.bodies.length = 0
  await other.page.goto('/with')
  await other.page.waitForFunction(() => window.klaviyo)
  await other.page.evaluate(() => window.klaviyo.identify({ email: 'kim@example.com' }))
  await new Promise((done) => setTimeout(done, 300))
  assert.deepEqual(shop.bodies, [])
  assert.deepEqual(await other.page.evaluate(() => [{ ...localStorage }, document.cookie]), [{}, ''])
  await other.context.close()
})
