/** A value that JSON can carry; what it cannot is left out. */
export type Properties = Record<string, unknown>

/** What a page may call as `kundig.…`, before or after the script is here. */
export interface Kundig {
  /** A page was opened. Called by itself once for each page that loads. */
  page(properties?: Properties): void
  /** A product was looked at. Called by itself where the page describes one product. */
  product(product: Properties): void
  /** A product was put into the cart: `quantity` is what was added. */
  add(product: Properties): void
  remove(product: Properties): void
  /** All that is in the cart now; a list means its products. */
  cart(cart: Properties | Properties[]): void
  checkout(checkout: Properties | Properties[]): void
  search(query: string, properties?: Properties): void
  /** Who is there: an id of the shop's, traits such as `email`, or both. */
  identify(userId: string | number | Properties, traits?: Properties): void
  track(event: string, properties?: Properties): void
  /** Whether the visitor allows it. Until asked nothing is kept; false forgets everything. */
  consent(given: boolean): void
  /** Somebody signs out: whoever comes next is somebody else. */
  reset(): void
  /** Calls as lists, such as `['track', 'Quiz Finished', { score: 3 }]`. */
  push(...calls: Call[]): void

  /** For the parts: a message of Segment's API, such as `('group', { groupId })`. */
  call(type: string, fields: Properties): void
  /** For the parts: an attribute `data-name` of the script tag, else `name` in its address. */
  option(name: string): string | null
  /** For the parts: where this server is, without a slash at the end. */
  readonly base: string
  /** For the parts: whether the visitor has decided, and how. */
  readonly allowed: boolean | undefined
  /** For the parts: what the page says of the one product it is about. */
  seen(): Properties | undefined
}

export type Call = [method: string, ...values: unknown[]]

declare global {
  interface Window {
    kundig?: Kundig | Call[]
  }
}
