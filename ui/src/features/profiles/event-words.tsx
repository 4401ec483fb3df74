import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import {
  IconBolt,
  IconCreditCard,
  IconEye,
  IconFileText,
  IconFilterMinus,
  IconFilterPlus,
  IconList,
  IconListCheck,
  IconMail,
  IconMailOff,
  IconMailOpened,
  IconPackage,
  IconReceiptRefund,
  IconRoute,
  IconSearch,
  IconShoppingBag,
  IconShoppingCart,
  IconShoppingCartMinus,
  IconUserMinus,
  IconUserPlus,
  IconUsersGroup,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Money } from '../../api/types'
import { useFormat } from '../../ui/format-context'
import type { IconType } from '../../ui/icon'
import { place } from '../../ui/place'
import { useListWords } from '../../words/list-words'
import { useMetricWords } from '../../words/metric-words'

type Properties = Record<string, unknown>

interface Words {
  icon: IconType
  title: ReactNode
  context?: ReactNode
}

/** What somebody did, as a sentence; unknown events by the name the shop gave them. */
export function useEventWords() {
  const { t } = useLingui()
  const format = useFormat()
  const metrics = useMetricWords()
  const how = useListWords()
  const money = (amount: unknown, currency: unknown) => {
    const value = Number(amount)
    if (amount === null || amount === undefined || amount === '' || !Number.isFinite(value)) return ''
    const code = typeof currency === 'string' && /^[A-Z]{3}$/.test(currency) ? currency : format.currency
    return format.money({ amount: String(value), currency: code })
  }
  const total = (data: Properties) => {
    const given = data.value ?? data.total ?? data.revenue ?? data.$value
    if (given && typeof given === 'object' && 'amount' in given) return format.money(given as Money)
    return money(given, data.currency)
  }
  return (metric: string, data: Properties): Words => {
    const product = first(data, 'name', 'title', 'ProductName', 'productName', 'product_name', 'Title')
    const quantity = Number(first(data, 'quantity', 'Quantity') || 1)
    const items = productNames(data)
    switch (metric) {
      case 'Viewed Product':
        return {
          icon: IconEye,
          title: (
            <Trans>
              Sah sich <b>{product || t`ein Produkt`}</b> an
            </Trans>
          ),
          context: money(first(data, 'price', 'Price'), data.currency),
        }
      case 'Added to Cart': {
        const what = quantity > 1 ? `${format.number(quantity)} × ${product}` : product || items[0]
        return {
          icon: IconShoppingCart,
          title: (
            <Trans>
              Hat <b>{what || t`etwas`}</b> in den Warenkorb gelegt
            </Trans>
          ),
          context:
            total(data) ||
            money(quantity * Number(first(data, 'price', 'Price') || Number.NaN), data.currency),
        }
      }
      case 'Removed from Cart':
        return {
          icon: IconShoppingCartMinus,
          title: (
            <Trans>
              Hat <b>{product || t`etwas`}</b> wieder herausgenommen
            </Trans>
          ),
        }
      case 'Viewed Cart':
        return { icon: IconShoppingCart, title: t`Sah sich den Warenkorb an`, context: total(data) }
      case 'Started Checkout':
        return {
          icon: IconCreditCard,
          title: (
            <Trans>
              Ging <b>zur Kasse</b>
            </Trans>
          ),
          context: [total(data), items.slice(0, 4).join(', ')].filter(Boolean).join(' · '),
        }
      case 'Placed Order':
        return {
          icon: IconShoppingBag,
          title: (
            <Trans>
              Hat <b>bestellt</b>
            </Trans>
          ),
          context: [total(data), items.slice(0, 4).join(', ')].filter(Boolean).join(' · '),
        }
      case 'Ordered Product':
        return {
          icon: IconShoppingBag,
          title: (
            <Trans>
              Hat <b>{product || t`ein Produkt`}</b> gekauft
            </Trans>
          ),
        }
      case 'Fulfilled Order':
        return { icon: IconPackage, title: orderTitle(data, t`verschickt`) }
      case 'Cancelled Order':
        return { icon: IconReceiptRefund, title: orderTitle(data, t`storniert`) }
      case 'Refunded Order':
        return { icon: IconReceiptRefund, title: orderTitle(data, t`erstattet`), context: total(data) }
      case 'Viewed Page':
      case 'Active on Site':
        return page(data)
      case 'Viewed Screen':
        return {
          icon: IconFileText,
          title: (
            <Trans>
              Öffnete in der App <b>{product || first(data, 'screen') || t`eine Seite`}</b>
            </Trans>
          ),
        }
      case 'Joined Group':
        return {
          icon: IconUsersGroup,
          title: (
            <Trans>
              Gehört jetzt zu <b>{product || first(data, 'groupId', 'company') || t`einer Gruppe`}</b>
            </Trans>
          ),
        }
      case 'Products Searched':
      case 'Searched Site': {
        const query = first(data, 'query', 'searchQuery', 'term')
        return {
          icon: IconSearch,
          title: (
            <Trans>
              Suchte nach <b>„{query}“</b>
            </Trans>
          ),
        }
      }
      case 'Received Email':
        return { icon: IconMail, title: mailTitle(t`Mail bekommen`, data) }
      case 'Opened Email':
        return {
          icon: IconMailOpened,
          title: mailTitle(t`Mail geöffnet`, data),
          context: notCounted(data) ? t`Von einem Programm, zählt nicht mit` : undefined,
        }
      case 'Clicked Email':
        return {
          icon: IconMailOpened,
          title: mailTitle(t`In der Mail geklickt`, data),
          context: notCounted(data) ? t`Von einem Programm, zählt nicht mit` : first(data, 'url', 'target'),
        }
      case 'Bounced Email':
        return { icon: IconMailOff, title: mailTitle(t`Mail kam zurück`, data) }
      case 'Subscribed to Email Marketing':
        return {
          icon: IconUserPlus,
          title: (
            <Trans>
              Hat den <b>Newsletter</b> erlaubt
            </Trans>
          ),
          context: first(data, 'source', 'form'),
        }
      case 'Subscribed to Back in Stock':
        return {
          icon: IconMail,
          title: (
            <Trans>
              Möchte wissen, wann <b>{product || t`ein Produkt`}</b> wieder lieferbar ist
            </Trans>
          ),
        }
      case 'Unsubscribed from Email Marketing':
        return {
          icon: IconUserMinus,
          title: (
            <Trans>
              Hat den <b>Newsletter</b> abbestellt
            </Trans>
          ),
          context: first(data, 'source', 'reason'),
        }
      case 'Entered Flow':
        return {
          icon: IconRoute,
          title: (
            <Trans>
              Kam in den Flow <b>{flow(data)}</b>
            </Trans>
          ),
        }
      case 'Left Flow':
        return {
          icon: IconRoute,
          title:
            data.outcome === 'done' ? (
              <Trans>
                Hat den Flow <b>{flow(data)}</b> durchlaufen
              </Trans>
            ) : (
              <Trans>
                Verließ den Flow <b>{flow(data)}</b>
              </Trans>
            ),
        }
      case 'Entered Segment':
        return {
          icon: IconFilterPlus,
          title: (
            <Trans>
              Kam ins Segment <b>{segment(data)}</b>
            </Trans>
          ),
          context: cause(data),
        }
      case 'Left Segment':
        return {
          icon: IconFilterMinus,
          title: (
            <Trans>
              Verließ das Segment <b>{segment(data)}</b>
            </Trans>
          ),
          context: cause(data),
        }
      case 'Added to List':
        return {
          icon: IconListCheck,
          title: (
            <Trans>
              Kam auf die Liste <b>{list(data)}</b>
            </Trans>
          ),
          context: how(first(data, 'how')),
        }
      case 'Removed from List':
        return {
          icon: IconList,
          title: (
            <Trans>
              Kam von der Liste <b>{list(data)}</b>
            </Trans>
          ),
        }
      default:
        return { icon: IconBolt, title: <b>{metric || t`Ereignis`}</b>, context: some(data) }
    }
  }

  function list(data: Properties) {
    const name = first(data, 'list')
    const id = first(data, 'listId')
    return id ? <Link {...place(`/segments/lists/${id}`)}>{name}</Link> : name
  }

  function flow(data: Properties) {
    const name = first(data, 'flow')
    const id = first(data, 'flowId')
    return id ? <Link {...place(`/flows/${id}`)}>{name}</Link> : name
  }

  function segment(data: Properties) {
    const name = first(data, 'segment')
    const id = first(data, 'segmentId')
    return id ? <Link {...place(`/segments/${id}`)}>{name}</Link> : name
  }

  /** Why somebody came into a segment or left it. */
  function cause(data: Properties): string {
    const { kind, metric } = (data.cause ?? {}) as { kind?: string; metric?: string }
    switch (kind) {
      case 'event': {
        const name = metrics.name(metric ?? '')
        return t`Auslöser: ${name}`
      }
      case 'profile':
        return t`weil sich am Profil etwas geändert hat`
      case 'time':
        return t`allein durch die Zeit`
      case 'history':
        return t`als das Segment aufgebaut wurde`
      default:
        return ''
    }
  }

  function page(data: Properties): Words {
    const of = (data.page && typeof data.page === 'object' ? data.page : data) as Properties
    const url = first(of, 'url', 'path') || first(data, 'url', 'path')
    const title = first(of, 'title') || first(data, 'title', 'name') || pathOf(url)
    const from = hostOf(first(of, 'referrer') || first(data, 'referrer'))
    return {
      icon: IconFileText,
      title: (
        <Trans>
          Besuchte <b>{title || t`eine Seite`}</b>
        </Trans>
      ),
      context: [onItsWay(pathOf(url)), from && from !== hostOf(url) ? t`gekommen über ${from}` : '']
        .filter(Boolean)
        .join(', '),
    }
  }

  function orderTitle(data: Properties, what: string) {
    const number = first(data, 'orderId', 'order_id', 'OrderId', '$event_id', 'externalId')
    return (
      <Trans>
        <b>Bestellung {number}</b> {what}
      </Trans>
    )
  }

  function mailTitle(what: string, data: Properties) {
    const subject = first(data, 'subject', 'Subject')
    return subject ? (
      <>
        <b>{what}:</b> {t`„${subject}“`}
      </>
    ) : (
      <b>{what}</b>
    )
  }

  /** The first few plain properties, as the shop wrote them. */
  function some(data: Properties): string {
    const plain = Object.entries(data).filter(
      ([key, value]) =>
        !key.startsWith('$') && ['string', 'number', 'boolean'].includes(typeof value) && value !== '',
    )
    const shown = plain.slice(0, 3).map(([key, value]) => `${key}: ${String(value).slice(0, 80)}`)
    const more = plain.length - shown.length
    return [
      ...shown,
      ...(more > 0 ? [plural(more, { one: 'eine weitere Angabe', other: '# weitere Angaben' })] : []),
    ].join(' · ')
  }
}

const notCounted = (data: Properties) => data.$bot === true || data.$prefetch === true

function first(data: Properties, ...keys: string[]): string {
  for (const key of keys) {
    const value = data[key]
    if (typeof value === 'string' && value.trim()) return value
    if (typeof value === 'number') return String(value)
  }
  return ''
}

function productNames(data: Properties): string[] {
  const list = data.products ?? data.items ?? data.Items ?? data.ItemNames
  if (!Array.isArray(list)) return []
  return list
    .map((item) =>
      typeof item === 'string'
        ? item
        : first((item ?? {}) as Properties, 'name', 'title', 'ProductName', 'product_name'),
    )
    .filter(Boolean)
}

function pathOf(url: string): string {
  try {
    const { pathname, search } = new URL(url)
    return decodeURI(pathname + search).slice(0, 120)
  } catch {
    return url.slice(0, 120)
  }
}

/** The front door needs no address. */
const onItsWay = (path: string) => (path === '/' ? '' : path)

function hostOf(url: string): string {
  try {
    return new URL(url).host.replace(/^www\./, '')
  } catch {
    return ''
  }
}
