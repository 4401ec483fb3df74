/**
 * Shopware 6: the cart from the storefront's `/checkout/cart.json`, when one of its forms changed it.
 * Pages are known by `is-ctl-…` and `is-act-…`, which Shopware writes on every body.
 */
import type { Kundig } from '../api'
import { type Cart, is, read, searched, viewed, watcher, whenAllowed, whenReady } from '../cart'

const kundig = window.kundig as Kundig
const path = kundig.option('cart') || '/checkout/cart.json'
/** Shopware sends its forms by script and answers when it is done: this looks twice. */
const SETTLED = [700, 2_500]

interface Answer {
  price?: { totalPrice?: number }
  lineItems?: {
    type: string
    referencedId: string | null
    id: string
    label: string
    quantity: number
    price: { unitPrice: number } | null
    cover?: { url?: string } | null
    payload?: { productNumber?: string }
  }[]
}

async function look(): Promise<Cart | undefined> {
  const cart: Answer | undefined = await read(path)
  return (
    cart && {
      total: cart.price?.totalPrice,
      cart_url: `${location.origin}/checkout/cart`,
      products: (cart.lineItems ?? [])
        .filter((item) => item.type === 'product')
        .map((item) => ({
          product_id: item.referencedId ?? item.id,
          sku: item.payload?.productNumber,
          name: item.label,
          price: item.price?.unitPrice,
          quantity: item.quantity,
          image_url: item.cover?.url,
        })),
    }
  )
}

const changed = watcher(look)

let listens = false
whenAllowed(async () => {
  if (!listens) {
    listens = true
    document.addEventListener(
      'submit',
      (event) => {
        if (/\/checkout\/(line-item|product|cart)/.test((event.target as HTMLFormElement).action)) {
          for (const pause of SETTLED) setTimeout(changed, pause)
        }
      },
      true,
    )
  }
  const cart = await changed()
  if (cart?.products.length && is('.is-act-confirmpage, .is-act-checkoutregisterpage')) kundig.checkout(cart)
})

whenReady(() => {
  if (is('.is-ctl-product')) {
    viewed(document.querySelector<HTMLInputElement>('form[data-add-to-cart] input[name$="[id]"]')?.value)
  }
  if (is('.is-ctl-search')) searched('search')
})
