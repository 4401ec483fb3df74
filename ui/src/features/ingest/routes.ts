import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../ui/routes'

const liveRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/data/live',
  component: lazyRouteComponent(() => import('./live-page'), 'LivePage'),
})

export const ingestRoutes = [liveRoute] as const
