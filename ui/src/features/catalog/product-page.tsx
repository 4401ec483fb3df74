import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { Money, ProductDetail } from '../../api/types'
import { DataTable, NameCell } from '../../ui/data-table'
import { Fact, Facts } from '../../ui/facts'
import { useFormat } from '../../ui/format-context'
import { Loaded } from '../../ui/loaded'
import { Page, Section } from '../../ui/page'
import { SkeletonRows } from '../../ui/skeleton'
import { When } from '../../ui/when'
import classes from './catalog.module.css'
import { productQuery } from './catalog-query'
import { useCatalogWords } from './catalog-words'
import { ProductImage } from './product-image'

const route = getRouteApi('/frame/shell/catalog/product')

/** One product: its variants, its pages and prices by market, and what changed. */
export function ProductPage() {
  const { t } = useLingui()
  const { id } = route.useSearch()
  const product = useQuery(productQuery(id))
  return (
    <Page title={product.data?.product.title ?? t`Produkt`} width="list">
      <Loaded query={product} skeleton={<SkeletonRows rows={6} height={44} />}>
        {(detail) => (
          <>
            <Head detail={detail} />
            <Happened detail={detail} />
            <Variants detail={detail} />
            <Offers detail={detail} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Head({ detail }: { detail: ProductDetail }) {
  const { t } = useLingui()
  const format = useFormat()
  const { product } = detail
  const links = Object.entries(detail.urls)
  return (
    <div className={classes.head}>
      <ProductImage url={product.imageUrl} large />
      <div style={{ flex: 1 }}>
        <Facts>
          <Fact label={t`Nummer`}>{product.id}</Fact>
          {detail.brand && <Fact label={t`Marke`}>{detail.brand}</Fact>}
          {detail.categories[0] && <Fact label={t`Kategorie`}>{detail.categories[0]}</Fact>}
          {links.map(([language, url]) => (
            <Fact key={language} label={language ? format.language(language) : t`Seite`}>
              <a href={url} target="_blank" rel="noreferrer">
                {url}
              </a>
            </Fact>
          ))}
          {links.length === 0 && product.url && (
            <Fact label={t`Seite`}>
              <a href={product.url} target="_blank" rel="noreferrer">
                {product.url}
              </a>
            </Fact>
          )}
        </Facts>
      </div>
    </div>
  )
}

function Happened({ detail }: { detail: ProductDetail }) {
  const { t } = useLingui()
  const words = useCatalogWords()
  const format = useFormat()
  const prices = detail.changes.filter((change) => change.kind === 'price' && change.currency)
  if (detail.facts.length === 0 && prices.length === 0) return null
  return (
    <Section title={t`Was geschah`}>
      <Facts>
        {detail.facts.slice(0, 20).map((fact) => (
          <Fact key={fact.id} label={<When at={fact.at} />}>
            {words.fact(fact)}
            {fact.market && ` · ${words.market(fact.market)}`}
          </Fact>
        ))}
        {detail.facts.length === 0 &&
          prices.slice(0, 10).map((change) => {
            const money = (amount: number) =>
              format.money({ amount: String(amount), currency: String(change.currency) })
            const was = money(change.was)
            const now = money(change.now)
            return (
              <Fact key={change.at + change.variantId + change.market} label={<When at={change.at} />}>
                <Trans>
                  Preis von {was} auf {now}
                </Trans>
              </Fact>
            )
          })}
      </Facts>
    </Section>
  )
}

const priceOf = (format: ReturnType<typeof useFormat>, price: Money | null, sale: Money | null) =>
  price === null ? (
    '–'
  ) : sale ? (
    <>
      <b>{format.money(sale)}</b> <s className={classes.was}>{format.money(price)}</s>
    </>
  ) : (
    format.money(price)
  )

function Variants({ detail }: { detail: ProductDetail }) {
  const { t } = useLingui()
  const format = useFormat()
  if (detail.variants.length === 0) return null
  return (
    <Section title={t`Varianten`} count={format.number(detail.variants.length)}>
      <DataTable
        caption={t`Varianten`}
        rows={detail.variants}
        rowKey={(variant) => variant.id}
        columns={[
          {
            key: 'title',
            head: t`Variante`,
            cell: (variant) => (
              <NameCell
                name={variant.title ?? variant.sku ?? variant.id}
                detail={variant.sku ?? variant.id}
              />
            ),
          },
          {
            key: 'stock',
            head: t`Bestand`,
            align: 'right',
            cell: (variant) =>
              !variant.available
                ? t`ausverkauft`
                : variant.pieces === null
                  ? t`lieferbar`
                  : format.number(variant.pieces),
          },
          {
            key: 'price',
            head: t`Preis`,
            align: 'right',
            cell: (variant) => priceOf(format, variant.price, variant.salePrice),
          },
        ]}
      />
    </Section>
  )
}

function Offers({ detail }: { detail: ProductDetail }) {
  const { t } = useLingui()
  const format = useFormat()
  const words = useCatalogWords()
  if (detail.offers.length === 0) return null
  return (
    <Section title={t`Sprachen und Märkte`}>
      <DataTable
        caption={t`Sprachen und Märkte`}
        rows={detail.offers}
        rowKey={(offer) => `${offer.market} ${offer.variantId}`}
        columns={[
          { key: 'market', head: t`Markt`, cell: (offer) => words.market(offer.market) },
          {
            key: 'title',
            head: t`Titel und Seite`,
            phone: false,
            cell: (offer) => (
              <NameCell name={offer.title ?? offer.variantId} detail={offer.url ?? undefined} />
            ),
          },
          {
            key: 'price',
            head: t`Preis`,
            align: 'right',
            cell: (offer) => priceOf(format, offer.price, offer.salePrice),
          },
        ]}
      />
    </Section>
  )
}
