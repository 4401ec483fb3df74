import type { Kundig, Properties } from './api'

export interface Line extends Properties {
  product_id: string
  quantity: number
}

export interface Cart extends Properties {
  products: Line[]
}

const kundig = window.kundig as Kundig
const KEY = 'kundig_cart'

/** The quantities of the last look in this tab; undefined: there was none. */
function last(): Record<string, number> | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) as string) ?? undefined
  } catch {
    return undefined
  }
}

function remember(lines: Line[]) {
  const quantities: Record<string, number> = {}
  for (const line of lines) quantities[line.product_id] = (quantities[line.product_id] ?? 0) + line.quantity
  try {
    sessionStorage.setItem(KEY, JSON.stringify(quantities))
  } catch {
    // Then each page begins anew.
  }
}

/**
 * Tells what changed in the cart since the last look. The first look of a tab finds what may have
 * lain there for days: that is a cart, but nothing was added.
 */
export function tell(cart: Cart) {
  const before = last()
  if (before) {
    const now: Record<string, boolean> = {}
    for (const line of cart.products) {
      now[line.product_id] = true
      const more = line.quantity - (before[line.product_id] ?? 0)
      if (more > 0) kundig.add({ ...line, quantity: more })
      if (more < 0) kundig.remove({ ...line, quantity: -more })
    }
    for (const [product_id, quantity] of Object.entries(before)) {
      if (!now[product_id]) kundig.remove({ product_id, quantity })
    }
  } else if (cart.products.length) kundig.cart(cart)
  remember(cart.products)
}

/** Looks and tells; of two looks at once only the later one counts. */
export function watcher(look: () => Promise<Cart | undefined>) {
  let turn = 0
  return async () => {
    const mine = ++turn
    const cart = await look()
    if (cart && mine === turn && kundig.allowed) tell(cart)
    return cart
  }
}

/** Now or once the visitor has allowed it. What was kept goes when they withdraw it. */
export function whenAllowed(task: () => void) {
  addEventListener('kundig:consent', (event) => {
    if ((event as CustomEvent).detail) whenReady(task)
    else
      try {
        sessionStorage.removeItem(KEY)
      } catch {
        // Nothing was kept.
      }
  })
  if (kundig.allowed) whenReady(task)
}

export function whenReady(task: () => void) {
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', task, { once: true })
  else task()
}

/** A look at the product of the page under the id that the shop's carts give it. */
export function viewed(product_id: string | undefined | null) {
  const seen = kundig.seen()
  if (seen || product_id) kundig.product({ ...seen, ...(product_id ? { product_id } : undefined) })
}

export const is = (selector: string) => document.body.matches(selector)

export function searched(parameter: string) {
  const query = new URLSearchParams(location.search).get(parameter)
  if (query) kundig.search(query)
}

/** The shop's own answer, as its pages read it; undefined when there is none. */
export async function read(path: string) {
  try {
    const answer = await fetch(path, {
      credentials: 'same-origin',
      headers: { 'X-Requested-With': 'XMLHttpRequest' },
    })
    return answer.ok ? await answer.json() : undefined
  } catch {
    return undefined
  }
}
