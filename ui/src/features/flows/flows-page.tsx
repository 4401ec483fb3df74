import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconMail } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { flowsQuery } from '../../api/flows'
import type { FlowRow } from '../../api/types'
import { Button } from '../../ui/button'
import { type Column, DataTable, NameCell } from '../../ui/data-table'
import { EmptyState } from '../../ui/empty-state'
import { FilterChip, FilterSentence } from '../../ui/filter-sentence'
import { useFormat } from '../../ui/format-context'
import { Icon } from '../../ui/icon'
import { Loaded } from '../../ui/loaded'
import { Page } from '../../ui/page'
import { toPeriod } from '../../ui/period'
import { PeriodPicker } from '../../ui/period-picker'
import { place } from '../../ui/place'
import { SkeletonRows } from '../../ui/skeleton'
import { Status } from '../../ui/status'
import { textOf } from '../../ui/texts'
import { useFlowWords } from './flow-words'
import classes from './flows-page.module.css'

const route = getRouteApi('/frame/shell/flows')

type State = FlowRow['state']

/** All flows: what starts them, whether they run, what they earned. */
export function FlowsPage() {
  const { t } = useLingui()
  const format = useFormat()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const period = toPeriod(search, format.today())
  const flows = useQuery({ ...flowsQuery(period.from, period.to), placeholderData: keepPreviousData })
  return (
    <Page
      title={t`Flows`}
      sentence={t`Nachrichten, die von selbst losgehen, sobald jemand etwas tut. Oder lässt.`}
      dismissKey="flows"
      width="table"
      actions={
        <PeriodPicker
          period={period}
          onChange={(chosen) =>
            navigate({ search: { ...chosen, state: search.state, sort: search.sort }, replace: true })
          }
        />
      }
    >
      <FilterSentence>
        <Trans>Zeige</Trans>
        <FilterChip<State | 'all'>
          label={t`Stand`}
          value={search.state ?? 'all'}
          options={[
            { value: 'all', label: t`alle Flows` },
            { value: 'live', label: t`Flows, die laufen` },
            { value: 'paused', label: t`pausierte Flows` },
            { value: 'draft', label: t`Entwürfe` },
          ]}
          onChange={(state) =>
            navigate({
              search: (old) => ({ ...old, state: state === 'all' ? undefined : state }),
              replace: true,
            })
          }
        />
      </FilterSentence>
      <Loaded query={flows} skeleton={<SkeletonRows rows={4} height={51} />}>
        {({ items }) => {
          const shown = items.filter((flow) => !search.state || flow.state === search.state)
          if (items.length === 0) return <NoFlow />
          if (shown.length === 0) {
            return (
              <EmptyState
                title={t`Kein Flow in diesem Stand`}
                action={
                  <Button onClick={() => navigate({ search: {}, replace: true })}>
                    <Trans>Alle Flows zeigen</Trans>
                  </Button>
                }
              >
                <Trans>Andere gibt es: Nimm den Filter heraus, um sie zu sehen.</Trans>
              </EmptyState>
            )
          }
          return <Table flows={shown} sort={search.sort ?? '-revenue'} onSort={sortBy} />
        }}
      </Loaded>
    </Page>
  )

  function sortBy(sort: string) {
    void navigate({ search: (old) => ({ ...old, sort }), replace: true, resetScroll: false })
  }
}

const values: Record<string, (flow: FlowRow) => number> = {
  recipients: (flow) => flow.figures.recipients,
  clicks: (flow) => flow.figures.clickRate ?? -1,
  orders: (flow) => flow.figures.orders,
  perRecipient: (flow) => Number(flow.figures.revenuePerRecipient?.amount ?? -1),
  revenue: (flow) => Number(flow.figures.revenue.amount),
}

function Table({ flows, sort, onSort }: { flows: FlowRow[]; sort: string; onSort: (sort: string) => void }) {
  const { t } = useLingui()
  const key = sort.replace('-', '')
  const of = values[key] ?? values.revenue
  const sorted = [...flows].sort((a, b) => (of ? of(b) - of(a) : 0) * (sort.startsWith('-') ? 1 : -1))
  return (
    <DataTable
      caption={t`Flows mit Stand und Zahlen im Zeitraum`}
      columns={useColumns(flows)}
      rows={sorted}
      rowKey={(flow) => flow.id}
      rowLink={(flow) => place(`/flows/${flow.id}`)}
      sort={sort}
      onSort={onSort}
      totals={plural(flows.length, { one: '# Flow', other: '# Flows' })}
      footnote={
        <Trans>
          „Zugeordnet“ ist Umsatz nach Erstattungen. Er zählt für die Mail, die vor dem Kauf zuletzt geklickt
          oder geöffnet wurde. Empfänger sind Menschen, die im Zeitraum mindestens eine Mail bekamen.
        </Trans>
      }
    />
  )
}

function useColumns(flows: FlowRow[]): Column<FlowRow>[] {
  const { t } = useLingui()
  const format = useFormat()
  const words = useFlowWords()
  const states = { live: t`Live`, paused: t`Pausiert`, draft: t`Entwurf` }
  const sum = (of: (flow: FlowRow) => number) => flows.reduce((total, flow) => total + of(flow), 0)
  const count = (value: number) => (value === 0 ? '–' : format.number(value))
  const money = (amount: number) => format.money({ amount: String(amount), currency: format.currency })
  const revenue = sum((flow) => Number(flow.figures.revenue.amount))
  const both = (name: string) => ({ sort: `-${name}`, sortBack: name })
  return [
    {
      key: 'name',
      head: t`Flow`,
      cell: (flow) => (
        <NameCell name={textOf(flow.name, format.locale)} detail={words.triggerShort(flow.trigger)} />
      ),
    },
    {
      key: 'state',
      head: t`Stand`,
      phone: false,
      cell: (flow) => <Status kind={flow.state}>{states[flow.state]}</Status>,
    },
    {
      key: 'channels',
      head: t`Kanäle`,
      phone: false,
      cell: () => (
        <span className={classes.channels} data-tip={t`E-Mail`}>
          <Icon of={IconMail} size={17} />
          <span className="visually-hidden">{t`E-Mail`}</span>
        </span>
      ),
    },
    {
      key: 'waiting',
      head: t`Warten gerade`,
      align: 'right',
      phone: false,
      cell: (flow) => count(flow.figures.waiting),
      total: count(sum((flow) => flow.figures.waiting)),
    },
    {
      key: 'recipients',
      head: t`Empfänger`,
      align: 'right',
      phone: false,
      ...both('recipients'),
      cell: (flow) => count(flow.figures.recipients),
    },
    {
      key: 'clicks',
      head: t`Geklickt`,
      align: 'right',
      phone: false,
      ...both('clicks'),
      cell: (flow) => (flow.figures.clickRate === null ? '–' : format.percent(flow.figures.clickRate)),
    },
    {
      key: 'orders',
      head: t`Bestellungen`,
      align: 'right',
      phone: false,
      ...both('orders'),
      cell: (flow) => count(flow.figures.orders),
      total: count(sum((flow) => flow.figures.orders)),
    },
    {
      key: 'perRecipient',
      head: t`Je Empfänger`,
      align: 'right',
      ...both('perRecipient'),
      cell: (flow) =>
        flow.figures.revenuePerRecipient ? format.money(flow.figures.revenuePerRecipient) : '–',
    },
    {
      key: 'revenue',
      head: t`Zugeordnet`,
      align: 'right',
      ...both('revenue'),
      cell: (flow) => (flow.figures.recipients === 0 ? '–' : <b>{format.money(flow.figures.revenue)}</b>),
      total: revenue > 0 ? money(revenue) : '–',
    },
  ]
}

function NoFlow() {
  const { t } = useLingui()
  return (
    <EmptyState title={t`Noch kein Flow`}>
      <Trans>
        „Willkommen“ und „Warenkorb-Abbrecher“ legt Kundig an, sobald dein Shop eingerichtet ist. Du brauchst
        sie dann nur einzuschalten.
      </Trans>
    </EmptyState>
  )
}
