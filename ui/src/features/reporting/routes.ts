import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { type PeriodSearch, periodSearch } from '../../ui/period'
import { shellRoute } from '../../ui/routes'

export const metrics = [
  'buyers',
  'repeat',
  'new',
  'recipients',
  'openers',
  'clickers',
  'unsubscribed',
] as const
export type PeopleMetric = (typeof metrics)[number]

export interface OrdersSearch extends PeriodSearch {
  flow?: string
  message?: string
  attributed?: boolean
}

export interface PeopleSearch extends PeriodSearch {
  metric?: PeopleMetric
  flow?: string
}

const ordersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/reports/orders',
  validateSearch: (search: Record<string, unknown>): OrdersSearch => ({
    ...periodSearch(search),
    ...(typeof search.flow === 'string' ? { flow: search.flow } : {}),
    ...(typeof search.message === 'string' ? { message: search.message } : {}),
    ...(typeof search.attributed === 'boolean' ? { attributed: search.attributed } : {}),
  }),
  component: lazyRouteComponent(() => import('./orders-page'), 'OrdersPage'),
})

const peopleRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/reports/people',
  validateSearch: (search: Record<string, unknown>): PeopleSearch => {
    const metric = metrics.find((one) => one === search.metric)
    return {
      ...periodSearch(search),
      ...(metric ? { metric } : {}),
      ...(typeof search.flow === 'string' ? { flow: search.flow } : {}),
    }
  },
  component: lazyRouteComponent(() => import('./people-page'), 'PeoplePage'),
})

export const reportingRoutes = [ordersRoute, peopleRoute] as const
