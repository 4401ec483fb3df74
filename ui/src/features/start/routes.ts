import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { periodSearch } from '../../ui/period'
import { frameRoute } from '../../ui/routes'

export interface StartSearch {
  stat?: string
}

const startRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/',
  validateSearch: (search: Record<string, unknown>) => ({
    ...periodSearch(search),
    ...(typeof search.stat === 'string' ? { stat: search.stat } : {}),
  }),
  component: lazyRouteComponent(() => import('./start-page'), 'StartPage'),
})

export const startRoutes = [startRoute] as const
