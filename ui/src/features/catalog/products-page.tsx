import { Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Product } from '../../api/types'
import { type Column, DataTable, NameCell } from '../../ui/data-table'
import { EmptyState } from '../../ui/empty-state'
import { FilterChip, FilterSentence } from '../../ui/filter-sentence'
import { useFormat } from '../../ui/format-context'
import { LoadedList } from '../../ui/loaded-list'
import { Page } from '../../ui/page'
import { place } from '../../ui/place'
import { SearchField } from '../../ui/search-field'
import { SkeletonRows } from '../../ui/skeleton'
import { When } from '../../ui/when'
import classes from './catalog.module.css'
import { feedsQuery, productsQuery } from './catalog-query'
import { ProductImage } from './product-image'

const route = getRouteApi('/frame/shell/catalog')

/** What the shop sells, as its system, its feeds and its visitors say. */
export function ProductsPage() {
  const { t } = useLingui()
  const { q = '', filter = 'all' } = route.useSearch()
  const navigate = route.useNavigate()
  const products = useInfiniteQuery({
    ...productsQuery(q, filter === 'all' ? undefined : filter),
    placeholderData: keepPreviousData,
  })
  const columns = useColumns()
  const asked = q !== '' || filter !== 'all'
  return (
    <Page
      title={t`Sortiment`}
      sentence={t`Was dein Shop verkauft. Daraus kommen Bilder, Preise und Links in deinen Mails.`}
      dismissKey="catalog"
      width="table"
      actions={
        <Link {...place('/catalog/feeds')}>
          <Trans>Produkt-Feeds</Trans>
        </Link>
      }
    >
      <div className={classes.search}>
        <SearchField
          label={t`Produkte suchen`}
          value={q}
          onChange={(next) =>
            navigate({ search: (old) => ({ ...old, q: next || undefined }), replace: true })
          }
        />
      </div>
      <FilterSentence>
        <Trans>Zeige</Trans>
        <FilterChip
          label={t`Bestand`}
          value={filter}
          options={[
            { value: 'all', label: t`alle Produkte` },
            { value: 'available', label: t`lieferbare Produkte` },
            { value: 'sold_out', label: t`ausverkaufte Produkte` },
            { value: 'low', label: t`bald ausverkaufte Produkte` },
            { value: 'reduced', label: t`reduzierte Produkte` },
          ]}
          onChange={(next) =>
            navigate({
              search: (old) => ({ ...old, filter: next === 'all' ? undefined : next }),
              replace: true,
            })
          }
        />
      </FilterSentence>
      <LoadedList
        query={products}
        skeleton={<SkeletonRows rows={10} height={51} />}
        empty={
          asked ? (
            <EmptyState title={t`Kein Produkt passt`}>
              <Trans>
                Nimm den Filter heraus oder suche nach einem Teil des Titels oder der ganzen Artikelnummer.
              </Trans>
            </EmptyState>
          ) : (
            <EmptyState
              title={t`Noch keine Produkte`}
              action={
                <Link {...place('/catalog/feeds')}>
                  <Trans>Produkt-Feed hinzufügen</Trans>
                </Link>
              }
            >
              <Trans>
                Hier steht, was dein Shop verkauft, mit Preis und Bestand. Ein verbundenes Shop-System bringt
                seine Produkte selbst mit. Sonst genügt die Adresse des Feeds, den dein Shop für Google
                Merchant schreibt.
              </Trans>
            </EmptyState>
          )
        }
      >
        {(rows, more) => (
          <DataTable
            caption={t`Produkte nach Titel`}
            columns={columns}
            rows={rows}
            rowKey={(product) => product.id}
            rowLink={(product) => place('/catalog/product', { id: product.id })}
            more={more}
          />
        )}
      </LoadedList>
    </Page>
  )
}

function useColumns(): Column<Product>[] {
  const { t } = useLingui()
  const format = useFormat()
  const feeds = useQuery(feedsQuery)
  const source = (product: Product) => {
    if (product.source === null) return t`Seitenaufrufe`
    if (product.source === 'shop') return t`Shop-System`
    const feed = feeds.data?.items.find((it) => product.source === `feed:${it.id}`)
    return feed?.name ?? t`Feed`
  }
  return [
    {
      key: 'title',
      head: t`Produkt`,
      cell: (product) => (
        <NameCell
          before={<ProductImage url={product.imageUrl} />}
          name={<bdi>{product.title}</bdi>}
          detail={product.id}
        />
      ),
    },
    {
      key: 'source',
      head: t`Woher`,
      phone: false,
      cell: (product) => <span className="t2">{source(product)}</span>,
    },
    {
      key: 'seen',
      head: t`Zuletzt gesehen`,
      phone: false,
      cell: (product) => <When at={product.seenAt} className="t2" />,
    },
    {
      key: 'stock',
      head: t`Bestand`,
      align: 'right',
      cell: (product) => <Stock product={product} />,
    },
    {
      key: 'price',
      head: t`Preis`,
      align: 'right',
      cell: (product) =>
        product.price === null ? (
          '–'
        ) : product.salePrice ? (
          <>
            <b>{format.money(product.salePrice)}</b>
            <br />
            <s className={`small ${classes.was}`}>{format.money(product.price)}</s>
          </>
        ) : (
          <b>{format.money(product.price)}</b>
        ),
    },
  ]
}

function Stock({ product }: { product: Product }) {
  const { t } = useLingui()
  const format = useFormat()
  if (product.available === null) return <span className="t3">–</span>
  if (!product.available) return <span className="t2">{t`ausverkauft`}</span>
  return product.pieces === null ? t`lieferbar` : format.number(product.pieces)
}
