import { listQuery } from '../../api/lists'
import type { Money, ReportOrder, ReportPerson } from '../../api/types'
import type { PeopleMetric } from './routes'

interface Days {
  from: string
  to: string
}

export const reportOrdersQuery = (
  days: Days,
  more: { flow?: string; message?: string; attributed?: boolean },
) =>
  listQuery<ReportOrder, { total: { orders: number; cancelled: number; net: Money } | null }>(
    ['reports', 'orders'],
    '/reports/orders',
    { ...days, ...more },
  )

export const reportPeopleQuery = (days: Days, metric: PeopleMetric, flow?: string) =>
  listQuery<ReportPerson>(['reports', 'people'], '/reports/people', {
    ...days,
    metric,
    flow,
  })
