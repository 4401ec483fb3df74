import vendure from '@vendure/core'

const {
  CustomerEvent,
  EventBus,
  Order,
  OrderLineEvent,
  OrderPlacedEvent,
  OrderStateTransitionEvent,
  PluginCommonModule,
  Product,
  ProductEvent,
  ProductVariant,
  ProductVariantEvent,
  Customer,
  RefundStateTransitionEvent,
  RequestContextService,
  StockMovementEvent,
  TransactionalConnection,
  VendurePlugin,
  AccountRegistrationEvent,
} = vendure

const wording = 'Yes, send me news and offers by email.'
const pageSize = 2

/** Connects Vendure by what `docs/guide/en/own-shop.md` says. */
class KundigPlugin {
  static running

  constructor(events, connection, contexts) {
    this.events = events
    this.connection = connection
    this.contexts = contexts
    this.failures = []
    this.told = []
    this.listening = true
    KundigPlugin.running = this
  }

  async onApplicationBootstrap() {
    this.context = await this.contexts.create({ apiType: 'admin' })
  }

  /** @param kundig the client of the guide: `send`, `track`, `changes` */
  connect(kundig) {
    this.kundig = kundig
    const failed = (failure) => this.failures.push(failure)
    this.live = kundig.changes((type, id) => this.load(type, id), failed)
    const changed = (type, id) => this.live.changed(type, String(id))
    const on = (event, act) => this.events.ofType(event).subscribe((it) => this.listening && act(it))
    on(AccountRegistrationEvent, ({ user }) => this.registered(user))
    on(CustomerEvent, ({ entity }) => changed('customer', entity.id))
    on(OrderPlacedEvent, ({ order }) => changed('order', order.id))
    on(OrderStateTransitionEvent, ({ order, toState }) => {
      changed('order', order.id)
      if (toState === 'ArrangingPayment') this.startedCheckout(order)
    })
    on(RefundStateTransitionEvent, ({ order }) => changed('order', order.id))
    on(OrderLineEvent, (event) => event.type === 'created' && this.added(event))
    on(ProductEvent, ({ entity }) => changed('product', entity.id))
    on(ProductVariantEvent, ({ variants }) => variants.forEach((it) => this.variantChanged(it.id)))
    on(StockMovementEvent, ({ stockMovements }) =>
      stockMovements.forEach((it) => this.variantChanged(it.productVariant.id)),
    )
  }

  async registered(user) {
    const customer = await this.repository(Customer).findOneBy({ user: { id: user.id } })
    this.live.changed('customer', String(customer.id))
  }

  async variantChanged(id) {
    const variant = await this.repository(ProductVariant).findOneBy({ id })
    this.live.changed('product', String(variant.productId))
  }

  added({ order, orderLine }) {
    const variant = orderLine.productVariant
    this.tell(order, `${order.code} line ${orderLine.id}`, 'Product Added', {
      ...item(orderLine),
      quantity: orderLine.quantity,
      currency: order.currencyCode,
      sku: variant.sku,
    })
  }

  startedCheckout(order) {
    this.tell(order, `${order.code} checkout`, 'Checkout Started', {
      checkout_url: `https://vendure.example/checkout/${order.code}`,
      total: order.totalWithTax / 100,
      currency: order.currencyCode,
      products: order.lines.map((line) => ({ ...item(line), quantity: line.quantity })),
    })
  }

  tell(order, messageId, event, properties) {
    if (!order.customer?.user) return
    const message = { event, userId: String(order.customer.id), messageId, properties }
    this.told.push(this.kundig.track(message).catch((error) => this.failures.push(error)))
  }

  /** All that was told and changed up to now has arrived, or has failed. */
  async settled() {
    await new Promise((resolve) => setTimeout(resolve, 50))
    await this.live.sent()
    await Promise.all(this.told)
  }

  repository(entity) {
    return this.connection.getRepository(this.context, entity)
  }

  async load(type, id) {
    const [found] = await this[types[type]]({ id })
    return found ?? null
  }

  /** Sends all that changed since a moment, page by page; without one, the whole past. */
  async sendAll(since) {
    const sum = { applied: 0, unchanged: 0, refused: [] }
    for (const type of ['customer', 'product', 'order']) {
      for (let skip = 0; ; skip += pageSize) {
        const records = await this[types[type]]({}, { skip, take: pageSize, order: { id: 'ASC' } })
        if (skip >= (await this.repository(entities[type]).count())) break
        const fresh = records.filter((record) => !since || record.updatedAt >= since)
        const answer = await this.kundig.send(fresh)
        sum.applied += answer.applied
        sum.unchanged += answer.unchanged
        sum.refused.push(...answer.refused)
      }
    }
    return sum
  }

  /** Guests have no account. */
  async customers(where, page) {
    const found = await this.repository(Customer).find({ where, relations: { user: true }, ...page })
    return found.filter(({ user }) => user).map(customerRecord)
  }

  async products(where, page) {
    const found = await this.repository(Product).find({
      where,
      relations: { translations: true, variants: { translations: true, stockLevels: true, productVariantPrices: true } },
      ...page,
    })
    return found.map(productRecord)
  }

  async orders(where, page) {
    const found = await this.repository(Order).find({
      where,
      relations: {
        customer: { user: true },
        lines: { productVariant: { translations: true } },
        payments: { refunds: true },
        fulfillments: true,
        shippingLines: true,
        surcharges: true,
      },
      ...page,
    })
    return found.map(orderRecord)
  }
}
Reflect.defineMetadata('design:paramtypes', [EventBus, TransactionalConnection, RequestContextService], KundigPlugin)
VendurePlugin({ imports: [PluginCommonModule], compatibility: '^3.0.0' })(KundigPlugin)

export { KundigPlugin }

const entities = { customer: Customer, product: Product, order: Order }
const types = { customer: 'customers', product: 'products', order: 'orders' }

const newest = (...times) =>
  new Date(Math.max(...times.filter(Boolean).map((time) => time.getTime()))).toISOString()

const item = (line) => ({
  product_id: String(line.productVariant.productId),
  name: line.productVariant.name,
  price: line.unitPriceWithTax / 100,
})

function customerRecord(customer) {
  const { newsletterAt, newsletterIp } = customer.customFields
  return {
    type: 'customer',
    id: String(customer.id),
    ...(customer.deletedAt && { deleted: true }),
    createdAt: customer.createdAt,
    updatedAt: newest(customer.updatedAt, customer.deletedAt),
    email: customer.emailAddress,
    phone: customer.phoneNumber || null,
    firstName: customer.firstName,
    lastName: customer.lastName,
    newsletter: newsletterAt && {
      subscribed: true,
      at: newsletterAt,
      source: 'sign-up form',
      wording,
      ip: newsletterIp,
    },
  }
}

function productRecord(product) {
  const [text] = product.translations
  return {
    type: 'product',
    id: String(product.id),
    ...(product.deletedAt && { deleted: true }),
    updatedAt: newest(product.updatedAt, ...product.variants.map((variant) => variant.updatedAt)),
    title: text.name,
    description: text.description,
    published: product.enabled,
    url: `https://vendure.example/${text.slug}`,
    variants: product.variants
      .filter((variant) => !variant.deletedAt)
      .map((variant) => ({
        id: String(variant.id),
        sku: variant.sku,
        title: variant.translations[0].name,
        price: Math.round(variant.productVariantPrices[0].price * 1.19) / 100,
        stock: variant.stockLevels.reduce((sum, level) => sum + level.stockOnHand - level.stockAllocated, 0),
      })),
  }
}

/** What Vendure cancels it takes out of lines and total; what was bought stands in the payments. */
function orderRecord(order) {
  const paid = order.payments.filter((payment) => payment.state === 'Settled')
  const refunds = paid.flatMap((payment) => payment.refunds).filter((refund) => refund.state === 'Settled')
  const sum = (of) => of.reduce((total, one) => total + one.amount, 0)
  const cancelled = order.state === 'Cancelled'
  const sent = ['Shipped', 'Delivered'].includes(order.state)
  const updatedAt = newest(
    order.updatedAt,
    ...order.payments.map((payment) => payment.updatedAt),
    ...refunds.map((refund) => refund.updatedAt),
    ...order.fulfillments.map((fulfillment) => fulfillment.updatedAt),
  )
  const { customer } = order
  return {
    type: 'order',
    id: String(order.id),
    number: order.code,
    createdAt: order.orderPlacedAt ?? order.createdAt,
    updatedAt,
    placed: order.orderPlacedAt != null,
    currency: order.currencyCode,
    total: (paid.length > 0 ? sum(paid) : order.totalWithTax) / 100,
    tax: (order.totalWithTax - order.total) / 100,
    shipping: order.shippingWithTax / 100,
    customer: customer && {
      ...(customer.user ? { id: String(customer.id) } : { email: customer.emailAddress }),
      firstName: customer.firstName,
      lastName: customer.lastName,
    },
    lines: order.lines.map((line) => ({
      productId: String(line.productVariant.productId),
      sku: line.productVariant.sku,
      title: line.productVariant.translations[0].name,
      quantity: line.orderPlacedQuantity || line.quantity || 1,
      unitPrice: line.unitPriceWithTax / 100,
    })),
    fulfilledAt: sent ? newest(...order.fulfillments.map((fulfillment) => fulfillment.createdAt)) : null,
    cancelledAt: cancelled ? updatedAt : null,
    refunds: refunds.map((refund) => ({ id: String(refund.id), at: refund.createdAt, amount: refund.total / 100 })),
  }
}
