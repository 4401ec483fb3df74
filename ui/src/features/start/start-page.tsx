import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { onboardingQuery } from '../../api/onboarding'
import { useSession } from '../../api/session'
import { ErrorState } from '../../ui/error-state'
import { useFormat } from '../../ui/format-context'
import { Columns, Page } from '../../ui/page'
import { toPeriod } from '../../ui/period'
import { PeriodPicker } from '../../ui/period-picker'
import { SkeletonRows } from '../../ui/skeleton'
import { StatTabsSkeleton } from '../../ui/stat-tabs'
import { AttentionList } from './attention-list'
import { Checklist } from './checklist'
import { dashboardQuery } from './dashboard-query'
import { FlowTable } from './flow-table'
import { Greeting, useGreeting } from './greeting'
import { RecentList } from './recent-list'
import { Stats } from './stats'
import { YoungShop } from './young-shop'

const route = getRouteApi('/frame/')

/** What the shop earned, what needs somebody, what happened since yesterday. */
export function StartPage() {
  const { t } = useLingui()
  const format = useFormat()
  const { user } = useSession()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const period = toPeriod(search, format.today())
  const dashboard = useQuery(dashboardQuery(period.from, period.to))
  const onboarding = useQuery(onboardingQuery)
  const greeting = useGreeting(user.name)
  const setUp = onboarding.data

  if (setUp && !setUp.done && dashboard.data && isYoung(dashboard.data.stats)) {
    return <YoungShop onboarding={setUp} dashboard={dashboard.data} name={user.name} />
  }
  return (
    <Page
      title={greeting}
      sentence={dashboard.data ? <Greeting dashboard={dashboard.data} /> : ' '}
      actions={
        <PeriodPicker
          period={period}
          compared
          onChange={(chosen) => navigate({ search: { ...chosen, stat: search.stat }, replace: true })}
        />
      }
    >
      {setUp && !setUp.done && <Checklist onboarding={setUp} compact />}
      {dashboard.error && !dashboard.data ? (
        <ErrorState error={dashboard.error} onRetry={() => dashboard.refetch()} />
      ) : dashboard.data ? (
        <Stats
          dashboard={dashboard.data}
          period={period}
          selected={search.stat ?? 'revenue'}
          onSelect={(stat) => navigate({ search: { ...search, stat }, replace: true, resetScroll: false })}
        />
      ) : (
        <StatTabsSkeleton count={6} chart={310} />
      )}
      {dashboard.data && (
        <Columns>
          <AttentionList items={dashboard.data.attention} />
          <RecentList items={dashboard.data.recent} currency={dashboard.data.currency} />
        </Columns>
      )}
      {!dashboard.data && !dashboard.error && (
        <output aria-label={t`Wird geladen`}>
          <Columns>
            <SkeletonRows rows={3} height={76} />
            <SkeletonRows rows={3} height={56} />
          </Columns>
        </output>
      )}
      <FlowTable period={period} />
    </Page>
  )
}

/** Nothing bought yet, or nothing read in yet: the checklist is the page. */
const isYoung = (stats: { orders: { value: number; previous: number }; customers: { value: number } }) =>
  stats.orders.value === 0 && stats.orders.previous === 0 && stats.customers.value === 0
