import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../ui/routes'

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined)

const productsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/catalog',
  validateSearch: (search: Record<string, unknown>): { q?: string; filter?: string } => ({
    ...(text(search.q) ? { q: text(search.q) } : {}),
    ...(text(search.filter) ? { filter: text(search.filter) } : {}),
  }),
  component: lazyRouteComponent(() => import('./products-page'), 'ProductsPage'),
})

const productRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/catalog/product',
  validateSearch: (search: Record<string, unknown>): { id: string } => ({ id: String(search.id ?? '') }),
  component: lazyRouteComponent(() => import('./product-page'), 'ProductPage'),
})

const feedsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/catalog/feeds',
  component: lazyRouteComponent(() => import('./feeds-page'), 'FeedsPage'),
})

export const catalogRoutes = [productsRoute, productRoute, feedsRoute] as const
