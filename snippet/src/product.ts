import type { Properties } from './api'

type Node = Record<string, unknown>

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : value == null ? [] : [value])
const first = (value: unknown) => (list(value)[0] ?? {}) as Node

/**
 * The one product a page is about, from schema.org's JSON-LD or microdata, else from og tags. A page that
 * describes several is a list: nobody looked at any of them.
 */
export function productOfPage(): Properties | undefined {
  const found: Node[] = []
  for (const element of document.querySelectorAll('script[type="application/ld+json"]')) {
    try {
      collect(JSON.parse(element.textContent || ''), found)
    } catch {
      // Themes print broken JSON; the next one may do.
    }
  }
  return found.length
    ? found.length < 2
      ? fromLd(found[0] as Node)
      : undefined
    : (fromMicrodata() ?? fromMeta())
}

function collect(value: unknown, found: Node[]) {
  for (const node of list(value) as Node[]) {
    if (list(node['@type']).some((type) => /^Product(Group)?$/.test(String(type).replace(/.*[/:]/, '')))) {
      found.push(node)
    } else {
      collect(node['@graph'], found)
      collect(node.mainEntity, found)
    }
  }
}

function fromLd(node: Node): Properties {
  let offer = first(node.offers ?? first(node.hasVariant).offers)
  offer = { ...offer, ...first(offer.offers) }
  const price = { ...first(offer.priceSpecification), ...offer }
  const brand = first(node.brand)
  const image = list(node.image)[0] as Node | undefined
  return {
    product_id: node.productID ?? node.sku ?? node.productGroupID,
    sku: node.sku,
    name: node.name,
    brand: brand.name ?? node.brand,
    category: first(node.category).name ?? node.category,
    price: price.price ?? price.lowPrice,
    currency: price.priceCurrency,
    url: node.url ?? location.href.split('#')[0],
    image_url: image?.url ?? image?.contentUrl ?? image,
    available: offer.availability
      ? /InStock|LimitedAvail|OnlineOnly/.test(String(offer.availability))
      : undefined,
  }
}

function fromMicrodata(): Properties | undefined {
  const scopes = document.querySelectorAll('[itemtype$="schema.org/Product"]')
  const [scope] = scopes
  if (!scope || scopes.length > 1) return
  const prop = (name: string) => {
    const element = scope.querySelector(`[itemprop="${name}"]`)
    const value = ['content', 'href', 'src'].map((it) => element?.getAttribute(it)).find(Boolean)
    return value ?? (element?.textContent?.trim() || undefined)
  }
  return {
    product_id: prop('productID') ?? prop('sku'),
    sku: prop('sku'),
    name: prop('name'),
    brand: prop('brand'),
    price: prop('price') ?? prop('lowPrice'),
    currency: prop('priceCurrency'),
    url: location.href.split('#')[0],
    image_url: prop('image'),
  }
}

function fromMeta(): Properties | undefined {
  const meta = (name: string) =>
    document.querySelector(`meta[property="${name}"]`)?.getAttribute('content') || undefined
  if (!/product/.test(meta('og:type') ?? '')) return
  return {
    product_id: meta('product:retailer_item_id'),
    name: meta('og:title'),
    brand: meta('product:brand'),
    price: meta('product:price:amount') ?? meta('og:price:amount'),
    currency: meta('product:price:currency') ?? meta('og:price:currency'),
    url: meta('og:url'),
    image_url: meta('og:image'),
  }
}
