import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { plainRoute, shellRoute } from '../../ui/routes'

const signInRoute = createRoute({
  getParentRoute: () => plainRoute,
  path: '/sign-in',
  // Only paths of this app: a link must not lead elsewhere after the sign-in.
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    typeof search.next === 'string' && /^\/(?![/\\])/.test(search.next) ? { next: search.next } : {},
  component: lazyRouteComponent(() => import('./sign-in-page'), 'SignInPage'),
})

const setupRoute = createRoute({
  getParentRoute: () => plainRoute,
  path: '/setup',
  validateSearch: (search: Record<string, unknown>): { token?: string; step?: string } => ({
    ...(search.token === undefined ? {} : { token: String(search.token) }),
    ...(typeof search.step === 'string' ? { step: search.step } : {}),
  }),
  component: lazyRouteComponent(() => import('./setup-page'), 'SetupPage'),
})

const settings = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings',
  beforeLoad: ({ location }) => {
    if (location.pathname === '/settings') throw redirect({ to: '/settings/shop' })
  },
})

const shopRoute = createRoute({
  getParentRoute: () => settings,
  path: '/shop',
  component: lazyRouteComponent(() => import('./shop-page'), 'ShopPage'),
})

const mailRoute = createRoute({
  getParentRoute: () => settings,
  path: '/mail',
  component: lazyRouteComponent(() => import('./mail-page'), 'MailPage'),
})

const rulesRoute = createRoute({
  getParentRoute: () => settings,
  path: '/rules',
  component: lazyRouteComponent(() => import('./rules-page'), 'RulesPage'),
})

const keysRoute = createRoute({
  getParentRoute: () => settings,
  path: '/keys',
  component: lazyRouteComponent(() => import('./keys-page'), 'KeysPage'),
})

const staffRoute = createRoute({
  getParentRoute: () => settings,
  path: '/staff',
  component: lazyRouteComponent(() => import('./staff-page'), 'StaffPage'),
})

const auditRoute = createRoute({
  getParentRoute: () => settings,
  path: '/audit',
  component: lazyRouteComponent(() => import('./audit-page'), 'AuditPage'),
})

const accountRoute = createRoute({
  getParentRoute: () => settings,
  path: '/account',
  component: lazyRouteComponent(() => import('./account-page'), 'AccountPage'),
})

export const publicAccountsRoutes = [signInRoute, setupRoute] as const
export const accountsRoutes = [
  settings.addChildren([shopRoute, mailRoute, rulesRoute, keysRoute, staffRoute, auditRoute, accountRoute]),
] as const
