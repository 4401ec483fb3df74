import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../ui/routes'

const currenciesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/currencies',
  component: lazyRouteComponent(() => import('./currencies-page'), 'CurrenciesPage'),
})

export const ordersRoutes = [currenciesRoute] as const
