import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, afterEach, before, test } from 'node:test'
import { kept, openShop, pause, strictPolicy, until } from './shop.js'

let shop
before(async () => {
  shop = await openShop()
})
after(() => shop.close())
afterEach(() => shop.forget())

const given = (platform) => `data-consent="given" data-platform="${platform}"`
const brief = (message) => {
  const { product_id, quantity, query } = message.properties ?? {}
  return [message.event ?? message.type, product_id ?? query, quantity]
    .filter((it) => it !== undefined)
    .join(' ')
}
const told = () => shop.messages().map(brief)
/** The shop's own scripts may ask the shop: its adapters do so too. */
const headers = () => ({
  'content-security-policy': `${strictPolicy(shop.crm).replace('connect-src', "connect-src 'self'")}`,
})

async function walk(platform, steps) {
  const { context, page, complaints } = await shop.visitor()
  await steps(page, context)
  assert.deepEqual(complaints, [], platform)
  await context.close()
}

test('WooCommerce: product, cart by AJAX and by block, checkout and search', async () => {
  const api = '/wp-json/wc/store/v1/cart'
  const prices = { price: '890', currency_code: 'EUR', currency_minor_unit: 2 }
  const holds = (...quantities) =>
    shop.file(
      api,
      JSON.stringify({
        items: quantities.map((quantity, index) => ({
          key: `k${index}`,
          id: 40 + index,
          name: 'Espresso',
          sku: '',
          quantity,
          permalink: 'https://nordlicht.example/p',
          images: [{ src: 'https://nordlicht.example/i.jpg' }],
          prices,
        })),
        totals: { total_price: '1780', currency_code: 'EUR', currency_minor_unit: 2 },
      }),
      { 'content-type': 'application/json' },
    )
  const page = (path, classes) => {
    shop.file(
      `/class${path}.js`,
      `document.body.className = '${classes}'; window.jQuery = () => ({ on: (names, heard) => { window.heard = heard } })`,
    )
    shop.page(path, {
      headers: headers(),
      tag: given('woocommerce'),
      body: `<script src="/class${path}.js"></script><script type="application/ld+json">{"@type":"Product","sku":"40","name":"Espresso"}</script>`,
    })
  }
  page('/product', 'single single-product postid-40 woocommerce')
  page('/checkout', 'woocommerce-checkout woocommerce-page')
  page('/search', 'search search-results woocommerce')

  await walk('woocommerce', async (browser, context) => {
    await browser.goto('/product')
    await until('the product', () => shop.messages().length === 2)
    assert.deepEqual(told().sort(), ['Product Viewed 40', 'page'])
    await browser.waitForFunction(() => window.heard && sessionStorage.kundig_cart)

    holds(2)
    await context.addCookies([{ name: 'woocommerce_items_in_cart', value: '1', url: shop.url }])
    await browser.evaluate(() => window.heard())
    await until('the first', () => shop.messages().length === 3)
    const added = shop.messages()[2].properties
    assert.deepEqual([added.product_id, added.price, added.currency, added.quantity], ['40', 8.9, 'EUR', 2])

    holds(3, 1)
    await browser.evaluate(() => document.body.dispatchEvent(new CustomEvent('wc-blocks_added_to_cart')))
    await until('more', () => shop.messages().length === 5)
    holds(1)
    await browser.evaluate(() => document.body.dispatchEvent(new CustomEvent('wc-blocks_removed_from_cart')))
    await until('less', () => shop.messages().length === 7)
    assert.deepEqual(told().slice(3), [
      'Product Added 40 1',
      'Product Added 41 1',
      'Product Removed 40 2',
      'Product Removed 41 1',
    ])

    await browser.goto('/checkout')
    await until('the checkout', () => told().includes('Checkout Started'))
    assert.equal(shop.messages().find((it) => it.event === 'Checkout Started').properties.total, 17.8)
    assert.equal(told().filter((it) => it.startsWith('Product Added')).length, 3, 'nothing is added twice')
    await browser.goto('/search?s=kaffee&post_type=product')
    await until('the search', () => told().includes('Products Searched kaffee'))
    await browser.evaluate(() => window.kundig.consent(false))
    assert.deepEqual((await kept(browser)).session, {})
  })
})

test('Shopware 6: product, cart by the buy form, checkout and search', async () => {
  const holds = (...lines) =>
    shop.file(
      '/checkout/cart.json',
      JSON.stringify({
        price: { totalPrice: 17.8 },
        lineItems: [
          ...lines.map(([referencedId, quantity]) => ({
            type: 'product',
            id: `line-${referencedId}`,
            referencedId,
            label: 'Espresso',
            quantity,
            price: { unitPrice: 8.9 },
            cover: { url: 'https://nordlicht.example/i.jpg' },
            payload: { productNumber: 'NL-250' },
          })),
          {
            type: 'promotion',
            id: 'x',
            referencedId: 'x',
            label: '10 %',
            quantity: 1,
            price: { unitPrice: -1 },
          },
        ],
      }),
      { 'content-type': 'application/json' },
    )
  const form = `<form action="/checkout/line-item/add" method="post" data-add-to-cart="true"><input type="hidden" name="lineItems[0190aa][id]" value="0190aa"><button>In den Warenkorb</button></form><script src="/plugin.js"></script>`
  shop.file(
    '/plugin.js',
    "document.querySelector('form').addEventListener('submit', (event) => event.preventDefault())",
  )
  const page = (path, classes, body) => {
    shop.file(`/class${path}.js`, `document.body.className = '${classes}'`)
    shop.page(path, {
      headers: headers(),
      tag: given('shopware'),
      body: `<script src="/class${path}.js"></script>${body}`,
    })
  }
  page(
    '/espresso',
    'is-ctl-product is-act-index',
    `<div itemscope itemtype="https://schema.org/Product"><span itemprop="name">Espresso</span><span itemprop="sku">NL-250</span></div>${form}`,
  )
  page('/confirm', 'is-ctl-checkout is-act-confirmpage', '')
  page('/search', 'is-ctl-search is-act-search', '')
  holds(['0190zz', 1])

  await walk('shopware', async (browser) => {
    await browser.goto('/espresso')
    await until('the product', () => shop.messages().length === 3)
    assert.deepEqual(
      told().sort(),
      ['Cart Viewed', 'Product Viewed 0190aa', 'page'],
      'what lay in the cart before was not added now',
    )
    holds(['0190zz', 1], ['0190aa', 2])
    await browser.getByRole('button').click()
    await until('the espresso', () => told().includes('Product Added 0190aa 2'))
    await pause(2_600)
    assert.equal(told().filter((it) => it.startsWith('Product Added')).length, 1)
    const added = shop.messages().find((it) => it.event === 'Product Added').properties
    assert.deepEqual([added.sku, added.price, added.name], ['NL-250', 8.9, 'Espresso'])
    await browser.goto('/confirm')
    await until('the checkout', () => told().includes('Checkout Started'))
    assert.equal(shop.messages().find((it) => it.event === 'Checkout Started').properties.products.length, 2)
    await browser.goto('/search?search=kaffee')
    await until('the search', () => told().includes('Products Searched kaffee'))
  })
})

test('Magento 2: product, the cart of its private content, checkout and search; Hyvä says it by an event', async () => {
  const luma = `let heard, cart = {}
    const section = (name) => Object.assign(() => cart, { subscribe: (it) => { heard = it } })
    window.require = (names, done) => names[0] === 'Magento_Customer/js/customer-data' && setTimeout(done, 50, { get: section })
    window.holds = (...items) => { cart = { summary_count: items.length, subtotalAmount: '17.80', items: items.map(([product_id, qty]) => ({ product_id, qty, product_sku: 'NL-' + product_id, product_name: 'Espresso', product_price_value: 8.9, product_url: 'https://nordlicht.example/p', product_image: { src: 'https://nordlicht.example/i.jpg' } })) }; sessionStorage.theirs = JSON.stringify(cart); heard?.(cart) }
    if (sessionStorage.theirs) cart = JSON.parse(sessionStorage.theirs)`
  shop.file('/luma.js', luma)
  const page = (path, classes, body = '', script = '/luma.js') => {
    shop.file(`/class${path}.js`, `document.body.className = '${classes}'`)
    shop.page(path, {
      headers: headers(),
      tag: given('magento'),
      head: `<script src="${script}"></script>`,
      body: `<script src="/class${path}.js"></script>${body}`,
    })
  }
  page(
    '/espresso',
    'catalog-product-view',
    '<form id="product_addtocart_form"><input type="hidden" name="product" value="7"></form><meta property="og:type" content="product"><meta property="og:title" content="Espresso">',
  )
  page('/checkout', 'checkout-index-index')
  page('/search', 'catalogsearch-result-index')
  shop.file('/hyva.js', '')
  page('/hyva', 'cms-index-index', '', '/hyva.js')

  await walk('magento', async (browser) => {
    await browser.goto('/espresso')
    await until('the product', () => shop.messages().length === 2)
    assert.deepEqual(told().sort(), ['Product Viewed 7', 'page'])
    await pause(150)
    await browser.evaluate(() => window.holds())
    await browser.evaluate(() => window.holds(['7', 2]))
    await until('the espresso', () => told().includes('Product Added 7 2'))
    await browser.goto('/checkout')
    await until('the checkout', () => told().includes('Checkout Started'))
    assert.equal(told().filter((it) => it.startsWith('Product Added')).length, 1)
    await browser.goto('/search?q=kaffee')
    await until('the search', () => told().includes('Products Searched kaffee'))
    await browser.goto('/hyva')
    await pause(200)
    await browser.evaluate(() =>
      dispatchEvent(
        new CustomEvent('private-content-loaded', {
          detail: {
            data: {
              cart: {
                items: [
                  {
                    product_id: '7',
                    product_sku: 'NL-7',
                    product_name: 'Espresso',
                    product_price_value: 8.9,
                    qty: 3,
                  },
                ],
              },
            },
          },
        }),
      ),
    )
    await until('one more', () => told().includes('Product Added 7 1'))
  })
})

test('Shopify: the pixel tells what the shop’s events say, with their ids', async () => {
  const code = readFileSync(new URL('../dist/kundig/shopify-pixel.js', import.meta.url), 'utf8')
    .replace('https://crm.example.com', shop.crm)
    .replace('wk_…', 'wk_shopify')
  const money = (value) => ({ amount: value, currencyCode: 'EUR' })
  const variant = {
    id: 'gid://shopify/ProductVariant/41',
    sku: 'NL-250',
    title: '250 g',
    price: money(8.9),
    image: { src: 'https://cdn.shopify.com/i.jpg' },
    product: {
      id: 'gid://shopify/Product/4',
      title: 'Espresso',
      vendor: 'Nordlicht',
      type: 'Kaffee',
      url: '/products/espresso',
    },
  }
  const cartLine = { merchandise: variant, quantity: 2, cost: { totalAmount: money(17.8) } }
  const checkout = {
    token: 'tok-1',
    currencyCode: 'EUR',
    totalPrice: money(17.8),
    email: 'kim@example.com',
    lineItems: [{ title: 'Espresso', quantity: 2, variant }],
    order: { id: '1', customer: { id: 'gid://shopify/Customer/9' } },
  }
  const events = [
    ['page_viewed', {}],
    ['product_viewed', { productVariant: variant }],
    ['product_added_to_cart', { cartLine }],
    ['product_removed_from_cart', { cartLine }],
    ['cart_viewed', { cart: { lines: [cartLine], cost: { totalAmount: money(17.8) } } }],
    ['search_submitted', { searchResult: { query: 'kaffee' } }],
    ['checkout_started', { checkout }],
    ['checkout_completed', { checkout }],
  ]
  shop.file(
    '/shopify.js',
    `const heard = {}; const where = { document: { location: { href: 'https://nordlicht.example/x', pathname: '/x' }, title: 'X', referrer: '' }, navigator: { userAgent: 'Mozilla/5.0 Firefox/140.0', language: 'de' } }
    const analytics = { subscribe: (name, callback) => { heard[name] = callback } }
    const init = { context: where, data: { customer: null } }
    const happens = (name, data, id) => heard[name]({ id, name, clientId: 'client-1', timestamp: '2026-11-22T10:00:00.000Z', data, context: where })
    {${code}}
    window.happens = happens`,
  )
  shop.file('/shopify', '<!doctype html><title>Shopify</title><script src="/shopify.js"></script>')
  await walk('shopify', async (browser) => {
    await browser.goto('/shopify')
    shop.answer(503)
    for (const [index, [name, data]] of events.entries()) {
      await browser.evaluate(([it, more, id]) => window.happens(it, more, id), [name, data, `sh-${index}`])
    }
    await until('all', () => shop.messages().length === events.length)
    const sorted = shop.messages().sort((one, other) => (one.messageId < other.messageId ? -1 : 1))
    assert.deepEqual(sorted.map(brief), [
      'page',
      'Product Viewed 4',
      'Product Added 4 2',
      'Product Removed 4 2',
      'Cart Viewed',
      'Products Searched kaffee',
      'identify',
      'Checkout Started',
    ])
    assert.ok(sorted.every((it) => it.anonymousId === 'client-1'))
    const started = sorted.pop()
    assert.deepEqual([started.messageId, started.timestamp], ['shopify checkout tok-1', undefined])
    assert.ok(sorted.every((it) => it.timestamp === '2026-11-22T10:00:00.000Z'))
    assert.deepEqual([sorted[6].userId, sorted[6].traits], ['9', { email: 'kim@example.com' }])
    const seen = sorted[1].properties
    assert.deepEqual(
      [seen.url, seen.price, seen.currency, seen.variant_id],
      ['https://nordlicht.example/products/espresso', 8.9, 'EUR', '41'],
    )
    assert.equal(shop.bodies[0].writeKey, 'wk_shopify')
  }).catch((error) => {
    // The browser itself complains of the 503 that was asked for.
    if (!/503/.test(error.message)) throw error
  })
})

test('Before consent no adapter keeps anything or asks the shop', async () => {
  for (const platform of ['woocommerce', 'shopware', 'magento']) {
    shop.page(`/${platform}`, { headers: headers(), tag: `data-platform="${platform}"`, body: '<div></div>' })
    const { context, page, ready, complaints } = await shop.visitor()
    const asked = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await page.goto(`/${platform}`)
    await ready()
    await pause(300)
    assert.deepEqual(
      asked.filter((path) => /cart|wp-json/.test(path)),
      [],
    )
    assert.deepEqual((await kept(page)).session, {})
    assert.deepEqual(complaints, [])
    await context.close()
  }
  assert.deepEqual(shop.bodies, [])
})
