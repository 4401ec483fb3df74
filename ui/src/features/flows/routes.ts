import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { FlowPersonState } from '../../api/types'
import { periodSearch } from '../../ui/period'
import { shellRoute } from '../../ui/routes'

const states = ['live', 'paused', 'draft'] as const
const people = ['waiting', 'done', 'exited', 'failed'] as const

const flowsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/flows',
  validateSearch: (search: Record<string, unknown>) => {
    const state = states.find((one) => one === search.state)
    return {
      ...periodSearch(search),
      ...(state ? { state } : {}),
      ...(typeof search.sort === 'string' ? { sort: search.sort } : {}),
    }
  },
  component: lazyRouteComponent(() => import('./flows-page'), 'FlowsPage'),
})

const flowRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/flows/$id',
  validateSearch: (search: Record<string, unknown>): FlowSearch => {
    const state = people.find((one) => one === search.state)
    return {
      ...periodSearch(search),
      ...(search.view === 'people' ? { view: 'people' as const } : {}),
      ...(state ? { state } : {}),
    }
  },
  component: lazyRouteComponent(() => import('./flow-page'), 'FlowPage'),
})

export interface FlowSearch extends ReturnType<typeof periodSearch> {
  view?: 'people'
  state?: FlowPersonState
}

export const flowsRoutes = [flowsRoute, flowRoute] as const
