import { Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReportPerson } from '../../api/types'
import { Avatar } from '../../ui/avatar'
import { type Column, DataTable, NameCell } from '../../ui/data-table'
import { EmptyState } from '../../ui/empty-state'
import { FilterChip, FilterSentence } from '../../ui/filter-sentence'
import { useFormat } from '../../ui/format-context'
import { LoadedList } from '../../ui/loaded-list'
import { Page } from '../../ui/page'
import { toPeriod } from '../../ui/period'
import { PeriodPicker } from '../../ui/period-picker'
import { place } from '../../ui/place'
import { SkeletonRows } from '../../ui/skeleton'
import { reportPeopleQuery } from './drilldown-query'
import { FlowChip } from './flow-chip'
import { metrics, type PeopleMetric } from './routes'

const route = getRouteApi('/frame/shell/reports/people')

/** Of mails, so that a flow can be asked for. */
const ofMails: PeopleMetric[] = ['recipients', 'openers', 'clickers', 'unsubscribed']

/** The people behind a number. */
export function PeoplePage() {
  const { t } = useLingui()
  const format = useFormat()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const period = toPeriod(search, format.today())
  const metric = search.metric ?? 'buyers'
  const withFlow = ofMails.includes(metric)
  const names: Record<PeopleMetric, string> = {
    buyers: t`alle, die gekauft haben`,
    repeat: t`alle, die wiederkamen`,
    new: t`alle, die zum ersten Mal kauften`,
    recipients: t`alle, die eine Mail bekamen`,
    openers: t`alle, die eine Mail öffneten`,
    clickers: t`alle, die in einer Mail klickten`,
    unsubscribed: t`alle, die sich abmeldeten`,
  }
  const people = useInfiniteQuery({
    ...reportPeopleQuery({ from: period.from, to: period.to }, metric, withFlow ? search.flow : undefined),
    placeholderData: keepPreviousData,
  })
  const columns: Column<ReportPerson>[] = [
    {
      key: 'name',
      head: t`Wer`,
      cell: (person) => (
        <NameCell
          before={<Avatar name={person.name ?? person.email} size={28} />}
          name={<bdi>{person.name ?? person.email ?? t`Noch ohne Namen`}</bdi>}
          detail={person.name ? <bdi>{person.email}</bdi> : null}
        />
      ),
    },
    {
      key: 'orders',
      head: t`Bestellungen insgesamt`,
      align: 'right',
      phone: false,
      cell: (person) => (person.orders ? format.number(person.orders) : '–'),
    },
    {
      key: 'revenue',
      head: t`Umsatz insgesamt`,
      align: 'right',
      cell: (person) => (person.orders ? <b>{format.money(person.revenue)}</b> : '–'),
    },
  ]
  return (
    <Page
      title={t`Menschen hinter der Zahl`}
      sentence={t`Wer im Zeitraum gezählt wurde. Jeder steht hier einmal.`}
      width="table"
      actions={
        <PeriodPicker
          period={period}
          onChange={(chosen) =>
            navigate({ search: { ...chosen, metric: search.metric, flow: search.flow }, replace: true })
          }
        />
      }
    >
      <FilterSentence>
        <Trans>Zeige</Trans>
        <FilterChip<PeopleMetric>
          label={t`Wer gezeigt wird`}
          value={metric}
          options={metrics.map((value) => ({ value, label: names[value] }))}
          onChange={(next) => navigate({ search: (old) => ({ ...old, metric: next }), replace: true })}
        />
        {withFlow && (
          <>
            <Trans>aus</Trans>
            <FlowChip
              period={period}
              value={search.flow}
              onChange={(flow) => navigate({ search: (old) => ({ ...old, flow }), replace: true })}
            />
          </>
        )}
      </FilterSentence>
      <LoadedList
        query={people}
        skeleton={<SkeletonRows rows={10} height={51} />}
        empty={
          <EmptyState title={t`Niemand im Zeitraum`}>
            <Trans>Wähle oben einen längeren Zeitraum oder nimm einen Filter heraus.</Trans>
          </EmptyState>
        }
      >
        {(rows, more) => (
          <DataTable
            caption={t`Menschen im Zeitraum`}
            columns={columns}
            rows={rows}
            rowKey={(person) => person.id}
            rowLink={(person) => place(`/customers/${person.id}`)}
            more={more}
          />
        )}
      </LoadedList>
    </Page>
  )
}
