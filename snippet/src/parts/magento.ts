/**
 * Magento 2 and Adobe Commerce: the section `cart` of the private content that every page keeps
 * (`Magento_Customer/js/customer-data`), in Luma and what is built on it; in Hyvä the event that says the same.
 */
import type { Kundig } from '../api'
import { type Cart, is, searched, tell, viewed, whenAllowed, whenReady } from '../cart'

const kundig = window.kundig as Kundig

interface Section {
  items?: {
    product_id: string
    product_sku: string
    product_name: string
    product_price_value: number | string
    product_url: string
    product_image?: { src?: string }
    qty: number
  }[]
  subtotalAmount?: string | number
}

function cartOf(section: Section): Cart | undefined {
  return (
    section.items && {
      total: section.subtotalAmount,
      cart_url: `${location.origin}/checkout/cart/`,
      products: section.items.map((item) => ({
        product_id: `${item.product_id}`,
        sku: item.product_sku,
        name: item.product_name,
        price: item.product_price_value,
        quantity: +item.qty,
        url: item.product_url,
        image_url: item.product_image?.src,
      })),
    }
  )
}

let checkedOut = false
function changed(section: Section) {
  const cart = cartOf(section)
  if (!cart || !kundig.allowed) return
  tell(cart)
  if (!checkedOut && cart.products.length && is('.checkout-index-index')) {
    checkedOut = true
    kundig.checkout(cart)
  }
}

type CustomerData = { get(name: string): { (): Section; subscribe(heard: (section: Section) => void): void } }

let listens = false
whenAllowed(() => {
  if (listens) return
  listens = true
  addEventListener('private-content-loaded', (event) =>
    changed((event as CustomEvent).detail?.data?.cart ?? {}),
  )
  // biome-ignore lint/suspicious/noExplicitAny: RequireJS
  ;(window as any).require?.(['Magento_Customer/js/customer-data'], (data: CustomerData) => {
    const cart = data.get('cart')
    cart.subscribe(changed)
    changed(cart())
  })
})

whenReady(() => {
  if (is('.catalog-product-view')) {
    viewed(document.querySelector<HTMLInputElement>('#product_addtocart_form input[name="product"]')?.value)
  }
  if (is('.catalogsearch-result-index')) searched('q')
})
