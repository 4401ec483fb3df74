import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { kept, nothing, openShop, pause, until } from './shop.js'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const allowed = 'data-consent="given"'
const espresso = {
  '@context': 'https://schema.org',
  '@graph': [
    { '@type': 'WebSite', name: 'Nordlicht' },
    {
      '@type': ['Product', 'Thing'],
      sku: 'NL-250',
      name: 'Nordlicht Espresso 250 g',
      brand: { '@type': 'Brand', name: 'Nordlicht' },
      image: [{ '@type': 'ImageObject', url: 'https://nordlicht.example/espresso.jpg' }],
      url: 'https://nordlicht.example/espresso',
      offers: [
        {
          '@type': 'Offer',
          priceSpecification: [{ price: '8.90', priceCurrency: 'EUR' }],
          availability: 'https://schema.org/OutOfStock',
        },
      ],
    },
  ],
}
const ld = (value) => `<script type="application/ld+json">${JSON.stringify(value)}</script>`

let shop
before(async () => {
  shop = await openShop()
})
after(() => shop.close())
afterEach(() => shop.forget())

test('A product page is told under the strictest policy, with the product it describes', async () => {
  shop.page('/espresso', { tag: allowed, body: ld(espresso) })
  const { context, page, complaints } = await shop.visitor()
  await page.goto('/espresso?utm_source=brief&utm_campaign=herbst#top')
  await until('both calls', () => shop.messages().length === 2)

  const [view, product] = shop.messages()
  assert.equal(view.type, 'page')
  assert.deepEqual(view.context.page, {
    url: `${shop.url}/espresso?utm_source=brief&utm_campaign=herbst`,
    path: '/espresso',
    title: 'Shop /espresso',
    referrer: '',
  })
  assert.deepEqual(view.context.campaign, { source: 'brief', name: 'herbst' })
  assert.equal(product.event, 'Product Viewed')
  assert.deepEqual(product.properties, {
    product_id: 'NL-250',
    sku: 'NL-250',
    name: 'Nordlicht Espresso 250 g',
    brand: 'Nordlicht',
    price: '8.90',
    currency: 'EUR',
    url: 'https://nordlicht.example/espresso',
    image_url: 'https://nordlicht.example/espresso.jpg',
    available: false,
  })
  const [body] = shop.bodies
  assert.equal(body.writeKey, 'wk_test')
  assert.equal(body.context.locale, 'de-DE')
  assert.match(view.messageId, uuid)
  assert.match(view.anonymousId, uuid)
  assert.equal(product.anonymousId, view.anonymousId)

  const [cookie] = await context.cookies()
  assert.equal(cookie.name, 'kundig_id')
  assert.equal(cookie.value, view.anonymousId)
  assert.equal(cookie.sameSite, 'Lax')
  assert.equal(Math.round((cookie.expires - Date.now() / 1000) / 86_400), 395)
  assert.deepEqual(shop.preflights, [], 'no question before the call')
  assert.deepEqual(complaints, [])
  await context.close()
})

test('Nothing but «kundig» is added to the page, and nothing of its own is changed', async () => {
  shop.file('/bare', '<!doctype html><title>bare</title>')
  shop.page('/full', { tag: allowed })
  const { context, page, ready } = await shop.visitor()
  const names = () => page.evaluate(() => Object.getOwnPropertyNames(window))
  await page.goto('/bare')
  const bare = await names()
  await page.goto('/full')
  await ready()
  assert.deepEqual(
    (await names()).filter((name) => !bare.includes(name)),
    ['kundig'],
  )
  assert.equal(
    await page.evaluate(() => /native code/.test(history.pushState) && /native code/.test(fetch)),
    true,
  )
  await context.close()
})

test('Before an answer nothing is kept and nothing sent; a refusal drops what waited', async () => {
  shop.page('/', { body: ld(espresso) })
  const { context, page, ready } = await shop.visitor()
  await page.goto('/')
  await ready()
  await page.evaluate(() => window.kundig.identify({ email: 'kim@example.com' }))
  await pause(300)
  assert.deepEqual(await kept(page), nothing)
  await page.evaluate(() => window.kundig.consent(false))
  await page.evaluate(() => window.kundig.track('After Refusal'))
  await page.goto('/')
  await ready()
  await pause(300)
  assert.deepEqual(await kept(page), nothing)
  assert.deepEqual(shop.bodies, [])
  assert.deepEqual(await context.cookies(), [])
  await context.close()
})

test('A consent sends what waited, holds on the next page, and withdrawn leaves nothing', async () => {
  shop.page('/')
  const { context, page, ready } = await shop.visitor()
  await page.goto('/')
  await ready()
  await page.evaluate(() => {
    window.kundig.search('kaffee', { results: 3 })
    window.kundig.consent(true)
  })
  await until('what waited', () => shop.messages().length === 2)
  assert.deepEqual(shop.names(), ['page', 'Products Searched'])
  await page.goto('/')
  await until('the next page', () => shop.messages().length === 3)

  shop.answer(503, 503, 503)
  await page.evaluate(() => window.kundig.track('Never Sent'))
  await until('the refused call', () => shop.bodies.length > 2)
  await page.evaluate(() => window.kundig.consent(false))
  assert.deepEqual(await kept(page), nothing)
  shop.answer()
  await page.evaluate(() => window.kundig.track('Neither'))
  await page.goto('/')
  await ready()
  await pause(300)
  assert.deepEqual(await kept(page), nothing)
  assert.equal(shop.messages().length, 3)
  await context.close()
})

test('Withdrawn in one tab, it ends in the others', async () => {
  shop.page('/', { tag: 'data-consent="given"' })
  shop.page('/other')
  const { context, page, ready } = await shop.visitor()
  await page.goto('/')
  await until('the first page', () => shop.messages().length === 1)
  const other = await context.newPage()
  await other.goto('/other')
  await until('the other tab', () => shop.messages().length === 2)
  await other.evaluate(() => window.kundig.consent(false))
  await ready()
  await page.evaluate(() => window.kundig.track('Later'))
  await pause(300)
  assert.equal(shop.messages().length, 2)
  assert.deepEqual(await kept(page), nothing)
  await context.close()
})

test('What was done offline is sent later, by another page, once', async () => {
  shop.page('/', { tag: allowed })
  const { context, page } = await shop.visitor()
  await page.goto('/')
  await until('the page', () => shop.messages().length === 1)
  await context.setOffline(true)
  await page.evaluate(() => window.kundig.add({ product_id: 'k1', quantity: 2 }))
  await pause(400)
  assert.equal(shop.messages().length, 1)
  await context.setOffline(false)
  await page.goto('/')
  await until('both', () => shop.messages().length === 3)
  assert.deepEqual(shop.names(), ['page', 'Product Added', 'page'])
  await until('an empty queue', async () => !('kundig_queue' in (await kept(page)).local))
  const times = shop.bodies.flatMap((body) => body.batch).filter((it) => it.event === 'Product Added')
  assert.equal(new Set(times.map((it) => it.messageId)).size, 1, 'the same call, however often it was tried')
  await context.close()
})

test('Back online, the page itself sends what waits', async () => {
  shop.page('/', { tag: allowed })
  const { context, page, ready } = await shop.visitor()
  await page.goto('/')
  await ready()
  await until('the page', () => shop.messages().length === 1)
  await context.setOffline(true)
  await page.evaluate(() => window.kundig.cart([{ product_id: 'k1' }]))
  await pause(200)
  await context.setOffline(false)
  await until('the cart', () => shop.messages().length === 2, 1_500)
  assert.deepEqual(shop.messages()[1].properties, { products: [{ product_id: 'k1' }] })
  await context.close()
})

test('A busy server is asked again with the same ids; what it refuses for good blocks nothing', async () => {
  shop.page('/', { tag: allowed })
  shop.answer(503, 429, 200, 400)
  const { context, page } = await shop.visitor()
  await page.goto('/')
  await until('the third try', () => shop.messages().length === 1, 12_000)
  const ids = shop.bodies.map((body) => body.batch[0].messageId)
  assert.equal(new Set(ids).size, 1)
  assert.equal(new Set(shop.bodies.map((body) => body.batch[0].timestamp)).size, 1)
  await page.evaluate(() => window.kundig.track('Refused For Good'))
  await until('the refused call', () => shop.bodies.length === 4)
  await page.evaluate(() => window.kundig.track('After It'))
  await until('the call after it', () => shop.names().includes('After It'))
  assert.deepEqual(shop.names(), ['page', 'After It'])
  await context.close()
})

test('A call in the moment of leaving arrives', async () => {
  shop.page('/', { tag: allowed })
  shop.page('/next', { tag: allowed })
  const { context, page, ready } = await shop.visitor()
  await page.goto('/')
  await ready()
  await until('the page', () => shop.messages().length === 1)
  await page.evaluate(() => {
    window.kundig.checkout({ total: 12 })
    location.href = '/next'
  })
  await until('all', () => shop.messages().length === 3)
  assert.deepEqual(shop.names().sort(), ['Checkout Started', 'page', 'page'])
  await context.close()
})

test('Closing the tab at once loses nothing either', async () => {
  shop.page('/', { tag: allowed })
  const { context, page } = await shop.visitor()
  await page.goto('/')
  await until('the page', () => shop.messages().length === 1)
  await page.evaluate(() => window.kundig.track('Last Words'))
  await page.close({ runBeforeUnload: true })
  await until('the last words', () => shop.names().includes('Last Words'))
  await context.close()
})

test('Calls from before the script is here keep their order', async () => {
  shop.file(
    '/stub.js',
    "window.kundig = [['identify', 17, { email: 'kim@example.com' }], ['product', { product_id: 'own' }], ['nonsense']]",
  )
  shop.page('/', { tag: allowed, head: '<script src="/stub.js"></script>', body: ld(espresso) })
  const { context, page, complaints } = await shop.visitor()
  await page.goto('/')
  await until('all', () => shop.messages().length === 3)
  const [who, product, view] = shop.messages()
  assert.deepEqual([who.type, who.userId, who.traits], ['identify', '17', { email: 'kim@example.com' }])
  assert.equal(product.properties.product_id, 'own', 'what the page says itself counts')
  assert.equal(view.type, 'page')
  await pause(200)
  assert.equal(shop.messages().length, 3)
  assert.deepEqual(complaints, [])
  await context.close()
})

test('og tags describe a product too; a list of products describes none', async () => {
  const og = (name, content) => `<meta property="${name}" content="${content}">`
  shop.page('/og', {
    tag: allowed,
    head:
      og('og:type', 'product') +
      og('og:title', 'Filter') +
      og('product:price:amount', '9.5') +
      og('product:price:currency', 'EUR') +
      og('product:retailer_item_id', 'f1'),
  })
  shop.page('/list', {
    tag: allowed,
    body: `${ld([
      { '@type': 'Product', name: 'A' },
      { '@type': 'Product', name: 'B' },
    ])}<script type="application/ld+json">{broken</script>`,
  })
  const { context, page } = await shop.visitor()
  await page.goto('/og')
  await until('the product', () => shop.messages().length === 2)
  assert.deepEqual(shop.messages()[1].properties, {
    product_id: 'f1',
    name: 'Filter',
    price: '9.5',
    currency: 'EUR',
  })
  await page.goto('/list')
  await until('the list', () => shop.messages().length === 3)
  await pause(200)
  assert.equal(shop.messages().length, 3)
  await context.close()
})

test('Microdata of one product counts as well', async () => {
  shop.page('/micro', {
    tag: allowed,
    body: `<div itemscope itemtype="https://schema.org/Product"><meta itemprop="productID" content="0190abc">
      <h1 itemprop="name"> Filterkaffee </h1><span itemprop="sku">NL-F</span>
      <div itemprop="offers" itemscope itemtype="https://schema.org/Offer"><meta itemprop="price" content="9.5"><meta itemprop="priceCurrency" content="EUR"></div></div>`,
  })
  const { context, page } = await shop.visitor()
  await page.goto('/micro')
  await until('the product', () => shop.messages().length === 2)
  assert.deepEqual(shop.messages()[1].properties, {
    product_id: '0190abc',
    sku: 'NL-F',
    name: 'Filterkaffee',
    price: '9.5',
    currency: 'EUR',
    url: `${shop.url}/micro`,
  })
  await context.close()
})

test('The queue stays small, and what is too long is left out', async () => {
  shop.page('/')
  const { context, page, ready } = await shop.visitor()
  await page.goto('/')
  await ready()
  await page.evaluate(() => {
    for (let i = 0; i < 150; i++) window.kundig.track('Click', { i })
    window.kundig.track('Too Long', { text: 'ä'.repeat(17_000) })
    window.kundig.track('Round And Round', { window })
    window.kundig.consent(true)
  })
  await until('the last hundred', () => shop.messages().length === 100)
  assert.equal(shop.messages()[0].properties.i, 50)
  assert.ok(Math.max(...shop.bodies.map((body) => JSON.stringify(body).length)) < 25_000)
  await context.close()
})

test('A browser that keeps nothing, or broken things, still tells', async () => {
  shop.file('/broken.js', "localStorage.setItem('kundig_queue', '{broken')")
  shop.file(
    '/none.js',
    "Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked') } })",
  )
  shop.page('/broken', { tag: allowed, head: '<script src="/broken.js"></script>' })
  shop.page('/none', { tag: allowed, head: '<script src="/none.js"></script>' })
  const { context, page } = await shop.visitor()
  await page.goto('/broken')
  await until('the first', () => shop.messages().length === 1)
  await page.goto('/none')
  await until('the second', () => shop.messages().length === 2)
  await page.evaluate(() => window.kundig.track('Third'))
  await until('the third', () => shop.messages().length === 3)
  await context.close()
})

test('Whoever comes after somebody signed out is somebody else', async () => {
  shop.page('/', { tag: allowed })
  const { context, page } = await shop.visitor()
  await page.goto('/')
  await until('the page', () => shop.messages().length === 1)
  await page.evaluate(() => {
    window.kundig.reset()
    window.kundig.track('Next')
  })
  await until('the next', () => shop.messages().length === 2)
  const [one, two] = shop.messages()
  assert.notEqual(one.anonymousId, two.anonymousId)
  await context.close()
})
