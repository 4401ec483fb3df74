import { createRootRoute, createRoute, redirect } from '@tanstack/react-router'
import { queryClient } from '../api/query-client'
import { sessionQuery } from '../api/session'
import { activate } from '../i18n/locale'

/** Pages without the frame (sign-in, set-up) hang here. */
export const rootRoute = createRootRoute()

/** Pages inside the frame hang here: they need somebody signed in, and speak their language. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  beforeLoad: async ({ location }) => {
    const session = await queryClient.ensureQueryData(sessionQuery)
    if (!session) {
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } })
    }
    await activate(session.user.locale)
  },
})
