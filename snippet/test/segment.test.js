import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { openShop, until } from './shop.js'

let shop
before(async () => {
  shop = await openShop()
})
after(() => shop.close())
afterEach(() => shop.forget())

/** What Segment's snippet leaves behind: a list with stubs that put calls into it. */
const snippet = (crm) => `(() => {
  const analytics = window.analytics = window.analytics || []
  if (analytics.initialize || analytics.invoked) return
  analytics.invoked = true
  analytics.methods = ['identify', 'reset', 'group', 'track', 'ready', 'alias', 'page', 'on', 'addSourceMiddleware']
  for (const method of analytics.methods) analytics[method] = (...values) => {
    if (window.analytics.initialized) return window.analytics[method](...values)
    if (method !== 'ready') values.push({ __t: 'bpc', p: location.pathname, t: document.title })
    analytics.push([method, ...values])
    return analytics
  }
  analytics.load = (key) => {
    const script = document.createElement('script')
    script.async = true
    script.setAttribute('data-global-segment-analytics-key', 'analytics')
    script.src = '${crm}/analytics.js/v1/' + key + '/analytics.min.js?consent=given'
    document.head.append(script)
  }
  window.old = analytics
  analytics.load('wk_segment')
  analytics.page()
  analytics.identify(17, { email: 'kim@example.com' })
  analytics.track('Product Viewed', { product_id: 'k1' }, () => { window.done = true })
  analytics.group('friends', { name: 'Friends' })
  analytics.addSourceMiddleware(() => {})
})()`

test('A site with Segment’s snippet goes on as it is, under another host', async () => {
  shop.file('/snippet.js', snippet(shop.crm))
  shop.file(
    '/',
    `<!doctype html><title>Shop</title><script type="application/ld+json">{"@type":"Product","sku":"k1","name":"Kaffee"}</script><script src="/snippet.js"></script>`,
    { 'content-security-policy': `script-src 'self' ${shop.crm}; connect-src ${shop.crm}` },
  )
  const { context, page, complaints } = await shop.visitor()
  await page.goto('/')
  await until('what waited', () => shop.messages().length === 4)
  assert.deepEqual(shop.names(), ['page', 'identify', 'Product Viewed', 'group'])
  const [view, who, product, group] = shop.messages()
  assert.equal(shop.bodies[0].writeKey, 'wk_segment')
  assert.equal(view.name, 'Shop')
  assert.deepEqual([who.userId, who.traits], ['17', { email: 'kim@example.com' }])
  assert.deepEqual(product.properties, { product_id: 'k1' })
  assert.deepEqual([group.groupId, group.traits], ['friends', { name: 'Friends' }])
  await page.waitForFunction(() => window.done)

  await page.evaluate(() => {
    window.analytics.page('Shop', 'Kasse', { step: 1 }).track('Now')
    window.old.track('By The Old Name')
    window.analytics.alias('17', 'anonymous')
    window.analytics.ready(() => window.analytics.identify({ size: 'M' }))
  })
  await until('calls from now on', () => shop.messages().length === 9)
  const later = shop.messages().slice(4)
  assert.deepEqual([later[0].category, later[0].name, later[0].properties], ['Shop', 'Kasse', { step: 1 }])
  assert.deepEqual(
    later.map((it) => it.event ?? it.type),
    ['page', 'Now', 'By The Old Name', 'alias', 'identify'],
  )
  assert.deepEqual(
    [later[3].userId, later[3].previousId, later[4].traits],
    ['17', 'anonymous', { size: 'M' }],
  )
  assert.deepEqual(complaints, [])
  await context.close()
})
