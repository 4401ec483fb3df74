import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../ui/routes'

const importsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/data/imports',
  component: lazyRouteComponent(() => import('./imports-page'), 'ImportsPage'),
})

const importRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/data/imports/$id',
  component: lazyRouteComponent(() => import('./import-page'), 'ImportPage'),
})

export const sourcesRoutes = [importsRoute, importRoute] as const
