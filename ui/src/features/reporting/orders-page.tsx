import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Money, ReportOrder } from '../../api/types'
import { type Column, DataTable, NameCell } from '../../ui/data-table'
import { EmptyState } from '../../ui/empty-state'
import { FilterChip, FilterSentence } from '../../ui/filter-sentence'
import { useFormat } from '../../ui/format-context'
import { useHasRoute } from '../../ui/has-route'
import { LoadedList } from '../../ui/loaded-list'
import { Page } from '../../ui/page'
import { toPeriod } from '../../ui/period'
import { PeriodPicker } from '../../ui/period-picker'
import { place } from '../../ui/place'
import { SkeletonRows } from '../../ui/skeleton'
import { textOf } from '../../ui/texts'
import { When } from '../../ui/when'
import { reportOrdersQuery } from './drilldown-query'
import { FlowChip } from './flow-chip'

const route = getRouteApi('/frame/shell/reports/orders')

type Credit = 'all' | 'yes' | 'no'

/** The orders behind a number. */
export function OrdersPage() {
  const { t } = useLingui()
  const format = useFormat()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const period = toPeriod(search, format.today())
  const { flow, message, attributed } = search
  const orders = useInfiniteQuery({
    ...reportOrdersQuery({ from: period.from, to: period.to }, { flow, message, attributed }),
    placeholderData: keepPreviousData,
  })
  const total = orders.data?.pages[0]?.total
  const columns = useColumns(total?.net)
  const credit: Credit = attributed === undefined ? 'all' : attributed ? 'yes' : 'no'
  return (
    <Page
      title={t`Bestellungen hinter der Zahl`}
      sentence={t`Jede Bestellung im Zeitraum, mit dem, was nach Erstattungen bleibt.`}
      width="table"
      actions={
        <PeriodPicker
          period={period}
          onChange={(chosen) => navigate({ search: { ...chosen, flow, message, attributed }, replace: true })}
        />
      }
    >
      <FilterSentence>
        <Trans>Zeige</Trans>
        <FilterChip<Credit>
          label={t`Zuordnung`}
          value={credit}
          options={[
            { value: 'all', label: t`alle Bestellungen` },
            { value: 'yes', label: t`Bestellungen nach einer Mail` },
            { value: 'no', label: t`Bestellungen ohne Mail davor` },
          ]}
          onChange={(next) =>
            navigate({
              search: (old) => ({ ...old, attributed: next === 'all' ? undefined : next === 'yes' }),
              replace: true,
            })
          }
        />
        {attributed !== false && (
          <>
            <Trans>aus</Trans>
            <FlowChip
              period={period}
              value={flow}
              onChange={(next) => navigate({ search: (old) => ({ ...old, flow: next }), replace: true })}
            />
          </>
        )}
      </FilterSentence>
      <LoadedList
        query={orders}
        skeleton={<SkeletonRows rows={10} height={51} />}
        empty={
          <EmptyState title={t`Keine Bestellung im Zeitraum`}>
            <Trans>Wähle oben einen längeren Zeitraum oder nimm einen Filter heraus.</Trans>
          </EmptyState>
        }
      >
        {(rows, more) => (
          <DataTable
            caption={t`Bestellungen, neueste zuerst`}
            columns={columns}
            rows={rows}
            rowKey={(order) => order.orderId}
            totals={total && <Total orders={total.orders} cancelled={total.cancelled} />}
            rowLink={(order) => place(`/customers/${order.profileId}`, { kind: 'orders' })}
            more={more}
          />
        )}
      </LoadedList>
    </Page>
  )
}

function Total({ orders, cancelled }: { orders: number; cancelled: number }) {
  const { t } = useLingui()
  const count = plural(orders, { one: '# Bestellung', other: '# Bestellungen' })
  return cancelled > 0 ? t`${count}, dazu ${cancelled} storniert` : count
}

function useColumns(net: Money | undefined): Column<ReportOrder>[] {
  const { t } = useLingui()
  const format = useFormat()
  const has = useHasRoute()
  const status = (code: string) => {
    switch (code) {
      case 'placed':
        return t({ message: 'bestellt', context: 'order status' })
      case 'fulfilled':
        return t`verschickt`
      case 'partially_refunded':
        return t`teils erstattet`
      case 'refunded':
        return t`erstattet`
      case 'cancelled':
        return t`storniert`
      default:
        return code
    }
  }
  return [
    {
      key: 'order',
      head: t`Bestellung`,
      cell: (order) => (
        <NameCell name={order.externalId} detail={<bdi>{order.who ?? t`Noch ohne Namen`}</bdi>} />
      ),
    },
    {
      key: 'status',
      head: t`Stand`,
      phone: false,
      cell: (order) => <span className="t2">{status(order.status)}</span>,
    },
    {
      key: 'credit',
      head: t`Zugeordnet`,
      phone: false,
      cell: (order) => {
        if (!order.attribution) return <span className="t3">–</span>
        const name = textOf(order.attribution.flowName, format.locale) || order.attribution.subject
        return has('/data/outbox/$id') ? (
          <span style={{ position: 'relative', zIndex: 1 }}>
            <Link {...place(`/data/outbox/${order.attribution.messageId}`)}>{name ?? t`eine Mail`}</Link>
          </span>
        ) : (
          name
        )
      },
    },
    {
      key: 'at',
      head: t`Wann`,
      align: 'right',
      phone: false,
      cell: (order) => <When at={order.placedAt} className="t2" />,
    },
    {
      key: 'refunded',
      head: t`Erstattet`,
      align: 'right',
      phone: false,
      cell: (order) => (Number(order.refunded.amount) > 0 ? format.money(order.refunded) : '–'),
    },
    {
      key: 'net',
      head: t`Bleibt`,
      align: 'right',
      cell: (order) =>
        order.inShopCurrency ? (
          <NameCell name={<b>{format.money(order.inShopCurrency)}</b>} detail={format.money(order.net)} />
        ) : (
          <b>{format.money(order.net)}</b>
        ),
      total: net && format.money(net),
    },
  ]
}
