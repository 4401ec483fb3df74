import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { examples } from '../harness/guide.js'
import { startMailServer } from '../harness/mail-server.js'
import { secretKey, startServer } from '../harness/server.js'
import { KundigPlugin } from './kundig-plugin.js'
import { startShop } from './shop.js'

const names = ['kim', 'noor', 'sven', 'guest', 'lena', 'outage', 'lost']
const mail = (name) => `${name}@example.com`
const wording = 'Yes, send me news and offers by email.'
const password = 'three words suffice'
const plugin = () => KundigPlugin.running

let mails
let server
let shop

before(async () => {
  mails = await startMailServer()
  server = await startServer({ smtp: mails.url })
  shop = await startShop([KundigPlugin])
})

after(async () => {
  await shop?.stop()
  await server?.stop()
  await mails?.stop()
})

/** Steps build on each other: after a failure the rest would only say so again. */
let broken = false
function step(name, walk) {
  test(name, async (t) => {
    if (broken) return t.skip('a step before failed')
    broken = true
    await walk()
    broken = false
  })
}

step('A Vendure that has sold for a while is connected by the guide, with its past', async () => {
  await buys(await registers('kim', { newsletter: true }), [['ESP-500', 2]])
  const sven = await buys(await registers('sven'), [['MUG', 1]])
  await cancels(sven)
  await refunds(await buys(await guest('guest'), [['ESP-250', 3]]), 500)
  await registers('noor')

  const { id } = await server.post('/shop-connections', {
    shopId: 1,
    kind: 'own',
    address: 'https://vendure.example',
  })
  plugin().connect(await clientOfTheGuide(id))
  const { applied, refused } = await plugin().sendAll()
  assert.deepEqual(refused, [])
  assert.equal(applied, 3 + 2 + 3, 'customers with an account, products, orders')
  await isAsInTheShop()
  assert.deepEqual(await consentOf('kim'), [`subscribed: ${wording} 203.0.113.7`])
  assert.deepEqual(await consentOf('noor'), [])
  assert.deepEqual((await plugin().sendAll()).applied, 0, 'a repeat')
  await isAsInTheShop()
})

step('What happens in the shop is in Kundig, once', async () => {
  const lena = await registers('lena', { newsletter: true })
  const order = await buys(lena, [
    ['ESP-500', 1],
    ['MUG', 2],
  ])
  await plugin().settled()
  await isAsInTheShop()
  assert.deepEqual(await consentOf('lena'), [`subscribed: ${wording} 203.0.113.7`])
  assert.deepEqual(await metricsOf('lena', 'site'), ['Added to Cart', 'Added to Cart', 'Started Checkout'])

  await fulfils(order)
  await refunds(order, 1000)
  await refunds(order, 250)
  await plugin().settled()
  await isAsInTheShop()
  await cancels(await buys(await logsIn('noor'), [['ESP-250', 1]]))
  await plugin().settled()
  await isAsInTheShop()
  assert.deepEqual(plugin().failures, [])
  assert.equal((await plugin().sendAll()).applied, 0, 'all of it is known already, stock too')
})

step('A Kundig that is killed and comes back misses nothing', async () => {
  const address = server.url
  await server.kill()
  const outage = await registers('outage')
  await buys(outage, [['MUG', 1]])
  server = await server.again()
  assert.equal(server.url, address)
  await plugin().settled()
  await isAsInTheShop()
  assert.deepEqual(plugin().failures, [])
  assert.equal((await plugin().sendAll()).applied, 0)
})

step('What was lost is found by the night, and the next night finds nothing', async () => {
  plugin().listening = false
  const lost = await registers('lost', { newsletter: true })
  await buys(lost, [['ESP-250', 4]])
  await refunds(await buys(await logsIn('kim'), [['ESP-250', 1]]), 300)
  const twoDaysAgo = new Date(Date.now() - 2 * 24 * 3600 * 1000).toISOString()
  const night = await plugin().sendAll(twoDaysAgo)
  assert.deepEqual(night.refused, [])
  assert.equal(night.applied, 1 + 1 + 2, 'a customer, a product whose stock fell, two orders')
  await isAsInTheShop()
  plugin().listening = true
  await server.stop()
  server = await server.again()
  assert.equal((await plugin().sendAll(twoDaysAgo)).applied, 0)
  await isAsInTheShop()
})

step('Nothing of it was told twice, and the past started nothing', async () => {
  const told = await Promise.all(names.map(async (name) => [name, await metricsOf(name, 'orders')]))
  assert.deepEqual(Object.fromEntries(told), {
    kim: ['Refunded Order', 'order', 'order'],
    noor: ['Cancelled Order', 'order'],
    sven: ['Cancelled Order', 'order'],
    guest: ['Refunded Order', 'order'],
    lena: ['Fulfilled Order', 'Refunded Order', 'Refunded Order', 'order'],
    outage: ['order'],
    lost: ['order'],
  })
  for (const name of ['kim', 'sven', 'guest']) assert.deepEqual(mails.to(mail(name)), [])
})

/** As the reader of the guide saves it; the two languages differ in no line of it. */
async function clientOfTheGuide(connection) {
  const [de, en] = ['de', 'en'].map((language) => examples(language).filter(({ kind }) => kind === 'module'))
  assert.equal(en.length, 1)
  const code = (text) => text.replaceAll(/^ *(\/\*\*?|\*).*$/gm, '')
  assert.equal(code(de[0].text), code(en[0].text))
  Object.assign(process.env, { KUNDIG_URL: server.url, KUNDIG_KEY: secretKey, KUNDIG_CONNECTION: connection })
  const file = join(mkdtempSync(join(tmpdir(), 'kundig-client-')), 'kundig.mjs')
  writeFileSync(file, en[0].text)
  return import(pathToFileURL(file))
}

async function registers(name, { newsletter = false } = {}) {
  const visitor = shop.visitor()
  await visitor(
    'mutation ($input: RegisterCustomerInput!) { registerCustomerAccount(input: $input) { __typename ... on ErrorResult { errorCode } } }',
    { input: { emailAddress: mail(name), firstName: name, lastName: 'Voss', password } },
  )
  await login(visitor, name)
  if (newsletter) {
    await visitor('mutation ($input: UpdateCustomerInput!) { updateCustomer(input: $input) { id } }', {
      input: { customFields: { newsletterAt: new Date().toISOString(), newsletterIp: '203.0.113.7' } },
    })
  }
  return visitor
}

const login = (visitor, name) =>
  visitor(
    'mutation ($name: String!, $password: String!) { login(username: $name, password: $password) { __typename ... on ErrorResult { errorCode } } }',
    { name: mail(name), password },
  )

async function logsIn(name) {
  const visitor = shop.visitor()
  await login(visitor, name)
  return visitor
}

async function guest(name) {
  const visitor = shop.visitor()
  visitor.guest = { emailAddress: mail(name), firstName: name, lastName: 'Voss' }
  return visitor
}

/** Cart, check-out, payment. */
async function buys(visitor, items) {
  const problem = '__typename ... on ErrorResult { errorCode message }'
  for (const [sku, quantity] of items) {
    await visitor(
      `mutation ($id: ID!, $quantity: Int!) { addItemToOrder(productVariantId: $id, quantity: $quantity) { ${problem} } }`,
      { id: await variant(sku), quantity },
    )
  }
  if (visitor.guest) {
    await visitor(`mutation ($input: CreateCustomerInput!) { setCustomerForOrder(input: $input) { ${problem} } }`, {
      input: visitor.guest,
    })
  }
  await visitor(`mutation ($input: CreateAddressInput!) { setOrderShippingAddress(input: $input) { ${problem} } }`, {
    input: { fullName: 'A Voss', streetLine1: 'Hafenstraße 12', city: 'Kiel', postalCode: '24103', countryCode: 'DE' },
  })
  const [{ id }] = await visitor('{ eligibleShippingMethods { id } }')
  await visitor(`mutation ($id: [ID!]!) { setOrderShippingMethod(shippingMethodId: $id) { ${problem} } }`, { id: [id] })
  await visitor(`mutation { transitionOrderToState(state: "ArrangingPayment") { ${problem} } }`)
  return visitor(
    `mutation { addPaymentToOrder(input: { method: "card", metadata: {} }) { ${problem} ... on Order { id code state } } }`,
  )
}

async function variant(sku) {
  const { items } = await shop.admin('{ productVariants { items { id sku } } }')
  return items.find((one) => one.sku === sku).id
}

const orderOf = ({ id }) =>
  shop.admin(
    'query ($id: ID!) { order(id: $id) { id code state lines { id quantity } payments { id amount refunds { id state } } } }',
    { id },
  )

async function cancels(order) {
  const { id } = await orderOf(order)
  await shop.admin(
    'mutation ($input: CancelOrderInput!) { cancelOrder(input: $input) { __typename ... on ErrorResult { errorCode message } } }',
    { input: { orderId: id, cancelShipping: true, reason: 'no longer wanted' } },
  )
}

async function refunds(order, amount) {
  const { payments } = await orderOf(order)
  const refund = await shop.admin(
    'mutation ($input: RefundOrderInput!) { refundOrder(input: $input) { __typename ... on Refund { id state } ... on ErrorResult { errorCode message } } }',
    { input: { lines: [], shipping: 0, adjustment: 0, amount, paymentId: payments[0].id, reason: 'damaged' } },
  )
  if (refund.state !== 'Settled') {
    await shop.admin(
      'mutation ($input: SettleRefundInput!) { settleRefund(input: $input) { __typename ... on ErrorResult { errorCode message } } }',
      { input: { id: refund.id, transactionId: 't' } },
    )
  }
}

async function fulfils(order) {
  const { lines } = await orderOf(order)
  const { id } = await shop.admin(
    'mutation ($input: FulfillOrderInput!) { addFulfillmentToOrder(input: $input) { __typename ... on Fulfillment { id } ... on ErrorResult { errorCode message } } }',
    {
      input: {
        lines: lines.map((line) => ({ orderLineId: line.id, quantity: line.quantity })),
        handler: { code: 'manual-fulfillment', arguments: [{ name: 'method', value: 'Parcel' }, { name: 'trackingCode', value: '1' }] },
      },
    },
  )
  await shop.admin(
    'mutation ($id: ID!) { transitionFulfillmentToState(id: $id, state: "Shipped") { __typename ... on ErrorResult { errorCode message } } }',
    { id },
  )
}

/** What Vendure says, asked for without the plugin. */
async function ordersOfTheShop() {
  const { items } = await shop.admin(`{ orders { items {
    code state orderPlacedAt customer { emailAddress }
    payments { amount state refunds { total state } }
    lines { productVariant { sku } orderPlacedQuantity } } } }`)
  const sum = (list, of) => list.reduce((total, one) => total + of(one), 0)
  return items
    .filter((order) => order.orderPlacedAt)
    .map((order) => {
      const refunded = order.payments.flatMap(({ refunds }) => refunds).filter(({ state }) => state === 'Settled')
      return {
        mail: order.customer.emailAddress,
        order: order.code,
        total: sum(order.payments, ({ amount }) => amount) / 100,
        refunded: sum(refunded, ({ total }) => total) / 100,
        cancelled: order.state === 'Cancelled',
        pieces: sum(order.lines, (line) => line.orderPlacedQuantity),
      }
    })
    .sort(byOrder)
}

async function ordersOfKundig() {
  const orders = []
  for (const address of names.map(mail)) {
    for (const { data } of await timelineOf(address, 'orders')) {
      if (!data.lines) continue
      orders.push({
        mail: address,
        order: data.orderId,
        total: Number(data.total.amount),
        refunded: Number(data.refunded.amount),
        cancelled: data.status === 'cancelled',
        pieces: data.lines.reduce((pieces, line) => pieces + Number(line.quantity), 0),
      })
    }
  }
  return orders.sort(byOrder)
}

const byOrder = (one, other) => one.order.localeCompare(other.order)

async function timelineOf(address, kind) {
  const profile = await server.profileOf(address)
  return profile ? (await server.get(`/profiles/${profile.id}/timeline?kind=${kind}&limit=100`)).items : []
}

const metricsOf = async (name, kind) =>
  (await timelineOf(mail(name), kind)).map(({ metric, kind }) => metric ?? kind).sort()

async function isAsInTheShop() {
  assert.deepEqual(await ordersOfKundig(), await ordersOfTheShop())
  const { items } = await shop.admin('{ customers { items { id emailAddress firstName user { id } } } }')
  for (const customer of items) {
    const profile = await server.profileOf(customer.emailAddress)
    assert.ok(profile, customer.emailAddress)
    const { identifiers, name } = await server.get(`/profiles/${profile.id}`)
    const account = identifiers.find(({ kind }) => kind === 'userId')?.value
    assert.equal(account, customer.user ? customer.id : undefined, customer.emailAddress)
    assert.match(name, new RegExp(customer.firstName))
  }
}

async function consentOf(name) {
  const { id } = await server.profileOf(mail(name))
  const { ledger } = await server.get(`/profiles/${id}/consents`)
  return ledger.map((entry) => `${entry.state}: ${entry.wording} ${entry.ip}`)
}
