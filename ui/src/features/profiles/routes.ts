import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { TimelineKind } from '../../api/types'
import { shellRoute } from '../../ui/routes'

export type PeopleFilter = 'all' | 'known' | 'subscribed' | 'buyers' | 'anonymous'

export interface PeopleSearch {
  q?: string
  filter?: Exclude<PeopleFilter, 'all'>
  sort?: string
}

const filters = ['known', 'subscribed', 'buyers', 'anonymous'] as const
const sorts = ['-revenue', 'name', '-createdAt']
const kinds = ['messages', 'orders', 'site', 'consent', 'other'] as const

const customersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/customers',
  validateSearch: (search: Record<string, unknown>): PeopleSearch => {
    const filter = filters.find((one) => one === search.filter)
    return {
      ...(search.q === undefined || search.q === '' ? {} : { q: String(search.q) }),
      ...(filter ? { filter } : {}),
      ...(sorts.includes(String(search.sort)) ? { sort: String(search.sort) } : {}),
    }
  },
  component: lazyRouteComponent(() => import('./customers-page'), 'CustomersPage'),
})

const profileRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/customers/$id',
  validateSearch: (search: Record<string, unknown>): { kind?: Exclude<TimelineKind, 'all'> } => {
    const kind = kinds.find((one) => one === search.kind)
    return kind ? { kind } : {}
  },
  component: lazyRouteComponent(() => import('./profile-page'), 'ProfilePage'),
})

export const profilesRoutes = [customersRoute, profileRoute] as const
