import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { plainRoute, shellRoute } from '../../ui/routes'

const signInRoute = createRoute({
  getParentRoute: () => plainRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    typeof search.next === 'string' && /^\/(?!\/)/.test(search.next) ? { next: search.next } : {},
  component: lazyRouteComponent(() => import('./sign-in-page'), 'SignInPage'),
})

const accountRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/account',
  component: lazyRouteComponent(() => import('./account-page'), 'AccountPage'),
})

export const publicAccountsRoutes = [signInRoute] as const
export const accountsRoutes = [accountRoute] as const
