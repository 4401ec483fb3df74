/**
 * WooCommerce, classic and block themes: the cart from the Store API
 * (https://developer.woocommerce.com/docs/apis/store-api/), when the shop says that it changed.
 */
import type { Kundig } from '../api'
import { type Cart, is, read, searched, viewed, watcher, whenAllowed, whenReady } from '../cart'

const kundig = window.kundig as Kundig
// biome-ignore lint/suspicious/noExplicitAny: the theme's
const jQuery = () => (window as any).jQuery
const path = kundig.option('api') || '/wp-json/wc/store/v1/cart'

interface Answer {
  items: {
    id: number
    name: string
    sku: string
    quantity: number
    permalink: string
    images: { src: string }[]
    prices: { price: string; currency_code: string; currency_minor_unit: number }
  }[]
  totals: { total_price: string; currency_code: string; currency_minor_unit: number }
}

/** In whole units: the Store API counts in the smallest. */
const amount = (digits: string, decimals: number) => +digits / 10 ** decimals

async function look(): Promise<Cart | undefined> {
  // WooCommerce's own sign that there is something in it saves the question.
  if (!/woocommerce_items_in_cart=/.test(document.cookie)) return { products: [] }
  const cart: Answer | undefined = await read(path)
  return (
    cart && {
      total: amount(cart.totals.total_price, cart.totals.currency_minor_unit),
      currency: cart.totals.currency_code,
      products: cart.items.map((item) => ({
        product_id: `${item.id}`,
        sku: item.sku || undefined,
        name: item.name,
        price: amount(item.prices.price, item.prices.currency_minor_unit),
        currency: item.prices.currency_code,
        quantity: item.quantity,
        url: item.permalink,
        image_url: item.images[0]?.src,
      })),
    }
  )
}

const changed = watcher(look)

let listens = false
whenAllowed(async () => {
  if (!listens) {
    listens = true
    for (const event of ['wc-blocks_added_to_cart', 'wc-blocks_removed_from_cart']) {
      document.body.addEventListener(event, changed)
    }
    jQuery()?.(document.body).on(
      'added_to_cart removed_from_cart updated_cart_totals wc_cart_emptied',
      changed,
    )
  }
  const cart = await changed()
  if (cart?.products.length && is('.woocommerce-checkout:not(.woocommerce-order-received)'))
    kundig.checkout(cart)
})

whenReady(() => {
  const post = /(?:^| )postid-(\d+)/.exec(document.body.className)
  if (is('.single-product')) viewed(post?.[1])
  if (is('.search')) searched('s')
})
