import { createRouter } from '@tanstack/react-router'
import { ErrorState } from '../ui/error-state'
import { frameRoute, rootRoute } from '../ui/routes'
import { Frame } from './frame'
import { NotFound } from './not-found'
import { routeTree } from './routes'

rootRoute.update({ notFoundComponent: NotFound })
frameRoute.update({ component: Frame })

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultPreloadDelay: 60,
  scrollRestoration: true,
  scrollToTopSelectors: ['#sheet'],
  defaultErrorComponent: ({ error, reset }) => (
    <div style={{ padding: 32 }}>
      <ErrorState error={error instanceof Error ? error : new Error(String(error))} onRetry={reset} />
    </div>
  ),
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
