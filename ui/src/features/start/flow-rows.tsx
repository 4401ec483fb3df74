import { Trans, useLingui } from '@lingui/react/macro'
import type { FlowRow } from '../../api/types'
import { type Column, DataTable } from '../../ui/data-table'
import type { Format } from '../../ui/format'
import { useFormat } from '../../ui/format-context'
import { useHasRoute } from '../../ui/has-route'
import { place } from '../../ui/place'
import { Status } from '../../ui/status'
import { textOf } from '../../ui/texts'

/** The table of it, the only one on Start: it comes after the first view. */
export function FlowRows({ flows }: { flows: FlowRow[] }) {
  const { t } = useLingui()
  const format = useFormat()
  const has = useHasRoute()
  const sorted = [...flows].sort(
    (a, b) => Number(b.figures.revenue.amount) - Number(a.figures.revenue.amount),
  )
  return (
    <DataTable
      caption={t`Flows mit Empfängern und zugeordnetem Umsatz im Zeitraum`}
      columns={useColumns(flows, format)}
      rows={sorted}
      rowKey={(flow) => flow.id}
      rowLink={has('/flows/$id') ? (flow) => place(`/flows/${flow.id}`) : undefined}
      totals={flows.length > 1 ? <Trans>Alle zusammen</Trans> : undefined}
    />
  )
}

function useColumns(flows: FlowRow[], format: Format): Column<FlowRow>[] {
  const { t } = useLingui()
  const states = { live: t`Live`, paused: t`Pausiert`, draft: t`Entwurf` }
  const sum = (of: (flow: FlowRow) => number) => flows.reduce((total, flow) => total + of(flow), 0)
  const count = (value: number) => (value === 0 ? '–' : format.number(value))
  const revenue = sum((flow) => Number(flow.figures.revenue.amount))
  const money = (amount: number) => format.money({ amount: String(amount), currency: format.currency })
  return [
    { key: 'name', head: t`Flow`, cell: (flow) => <b>{textOf(flow.name, format.locale)}</b> },
    {
      key: 'state',
      head: t`Stand`,
      phone: false,
      cell: (flow) => <Status kind={flow.state}>{states[flow.state]}</Status>,
    },
    {
      key: 'recipients',
      head: t`Empfänger`,
      align: 'right',
      phone: false,
      cell: (flow) => count(flow.figures.recipients),
    },
    {
      key: 'clicks',
      head: t`Geklickt`,
      align: 'right',
      phone: false,
      cell: (flow) => (flow.figures.clickRate === null ? '–' : format.percent(flow.figures.clickRate)),
    },
    {
      key: 'orders',
      head: t`Bestellungen`,
      align: 'right',
      phone: false,
      cell: (flow) => count(flow.figures.orders),
      total: count(sum((flow) => flow.figures.orders)),
    },
    {
      key: 'unsubscribes',
      head: t`Abmeldungen`,
      align: 'right',
      phone: false,
      cell: (flow) => count(flow.figures.unsubscribes),
      total: count(sum((flow) => flow.figures.unsubscribes)),
    },
    {
      key: 'perRecipient',
      head: t`Je Empfänger`,
      align: 'right',
      cell: (flow) =>
        flow.figures.revenuePerRecipient ? format.money(flow.figures.revenuePerRecipient) : '–',
    },
    {
      key: 'revenue',
      head: t`Zugeordnet`,
      align: 'right',
      cell: (flow) => (flow.figures.recipients === 0 ? '–' : <b>{format.money(flow.figures.revenue)}</b>),
      total: revenue > 0 ? money(revenue) : '–',
    },
  ]
}
