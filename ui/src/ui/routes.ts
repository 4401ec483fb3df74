import { createRootRoute, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { queryClient } from '../api/query-client'
import { sessionQuery } from '../api/session'
import { activate, loadFeatureTexts } from '../i18n/locale'

/** Pages without the frame (sign-in, set-up) hang here. */
export const rootRoute = createRootRoute()

/** The frame: needs somebody signed in, and speaks their language. Only Start hangs here directly. */
export const frameRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'frame',
  beforeLoad: async ({ location }) => {
    const session = await queryClient.ensureQueryData(sessionQuery)
    if (!session) {
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } })
    }
    await activate(session.user.locale)
  },
})

/** Pages inside the frame hang here, with Mantine's fields at hand. */
export const shellRoute = createRoute({
  getParentRoute: () => frameRoute,
  id: 'shell',
  beforeLoad: loadFeatureTexts,
  component: lazyRouteComponent(() => import('./mantine'), 'MantineOutlet'),
})

/** Pages without the frame but with fields: sign-in, set-up. */
export const plainRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'plain',
  beforeLoad: loadFeatureTexts,
  component: lazyRouteComponent(() => import('./mantine'), 'MantineOutlet'),
})
