// Kundig for Shopify: paste all of this into Settings → Customer events → Add custom pixel, with your two values.
// Shopify runs it only for visitors who allowed what you set under "Customer privacy".
const KUNDIG = 'https://crm.example.com'
const WRITE_KEY = 'wk_…'

const number = (gid) => (gid == null ? undefined : String(gid).split('/').pop())
const amount = (money) => money?.amount

const product = (variant, quantity) => ({
  product_id: number(variant?.product?.id),
  variant_id: number(variant?.id),
  sku: variant?.sku || undefined,
  name: variant?.product?.title,
  variant: variant?.title,
  brand: variant?.product?.vendor,
  category: variant?.product?.type || undefined,
  price: amount(variant?.price),
  currency: variant?.price?.currencyCode,
  url: variant?.product?.url && new URL(variant.product.url, init.context.document.location.href).href,
  image_url: variant?.image?.src,
  quantity,
})

const line = ({ merchandise, quantity }) => product(merchandise, quantity)

const cart = (given) => ({
  products: (given?.lines ?? []).map(line),
  total: amount(given?.cost?.totalAmount),
  currency: given?.cost?.totalAmount?.currencyCode,
})

const checkout = (given) => ({
  products: (given?.lineItems ?? []).map((it) => ({
    ...product(it.variant, it.quantity),
    name: it.title ?? it.variant?.product?.title,
  })),
  total: amount(given?.totalPrice),
  currency: given?.currencyCode,
})

/** The event's own id makes a repeat count once. */
function send(event, message, part = '') {
  const { document, navigator } = event.context
  const body = JSON.stringify({
    writeKey: WRITE_KEY,
    sentAt: new Date().toISOString(),
    context: {
      library: { name: 'kundig-shopify-pixel' },
      userAgent: navigator.userAgent,
      locale: navigator.language,
    },
    batch: [
      {
        messageId: event.id + part,
        timestamp: event.timestamp,
        anonymousId: event.clientId,
        context: {
          page: {
            url: document.location.href,
            path: document.location.pathname,
            title: document.title,
            referrer: document.referrer,
          },
        },
        ...message,
      },
    ],
  })
  attempt(body, 0)
}

async function attempt(body, tries) {
  let again = true
  try {
    const { status } = await fetch(`${KUNDIG}/v1/batch`, { method: 'POST', body, keepalive: true })
    again = status >= 500 || status === 429
  } catch {}
  if (again && tries < 3) setTimeout(attempt, 2000 * 2 ** tries, body, tries + 1)
}

const track = (event, name, properties) => send(event, { type: 'track', event: name, properties })

function identify(event, customer) {
  if (!customer?.email) return
  const traits = { email: customer.email }
  if (customer.firstName) traits.firstName = customer.firstName
  if (customer.lastName) traits.lastName = customer.lastName
  send(event, { type: 'identify', userId: number(customer.id), traits }, '-who')
}

analytics.subscribe('page_viewed', (event) => {
  send(event, { type: 'page', name: event.context.document.title })
  identify(event, init.data?.customer)
})
analytics.subscribe('product_viewed', (event) =>
  track(event, 'Product Viewed', product(event.data.productVariant)),
)
analytics.subscribe(
  'product_added_to_cart',
  (event) => event.data.cartLine && track(event, 'Product Added', line(event.data.cartLine)),
)
analytics.subscribe(
  'product_removed_from_cart',
  (event) => event.data.cartLine && track(event, 'Product Removed', line(event.data.cartLine)),
)
analytics.subscribe('cart_viewed', (event) => track(event, 'Cart Viewed', cart(event.data.cart)))
analytics.subscribe('search_submitted', (event) =>
  track(event, 'Products Searched', { query: event.data.searchResult?.query }),
)
// Shopify's server tells of check-outs too: the id without a time makes both one.
analytics.subscribe('checkout_started', (event) => {
  const { token } = event.data.checkout ?? {}
  send(event, {
    type: 'track',
    event: 'Checkout Started',
    properties: checkout(event.data.checkout),
    ...(token && { messageId: `shopify checkout ${token}`, timestamp: undefined }),
  })
})
// The order itself comes from Shopify's server; this only says whose browser it was.
for (const name of ['checkout_contact_info_submitted', 'checkout_completed']) {
  analytics.subscribe(name, (event) => {
    const { email, order } = event.data.checkout ?? {}
    identify(event, { email, id: order?.customer?.id })
  })
}
