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

const shopRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/data/shop',
  component: lazyRouteComponent(() => import('./shop-page'), 'ShopPage'),
})

export const sourcesRoutes = [importsRoute, importRoute, shopRoute] as const
