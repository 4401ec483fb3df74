import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shellRoute } from '../../ui/routes'

export interface SegmentsSearch {
  q?: string
  show?: 'archived'
  sort?: string
}

const sorts = ['name', '-count', 'count', 'changed']

const segmentsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/segments',
  validateSearch: (search: Record<string, unknown>): SegmentsSearch => ({
    ...(search.q === undefined || search.q === '' ? {} : { q: String(search.q) }),
    ...(search.show === 'archived' ? { show: 'archived' as const } : {}),
    ...(sorts.includes(String(search.sort)) ? { sort: String(search.sort) } : {}),
  }),
  component: lazyRouteComponent(() => import('./segments-page'), 'SegmentsPage'),
})

const listsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/segments/lists',
  validateSearch: (search: Record<string, unknown>): { q?: string; show?: 'archived' } => ({
    ...(search.q === undefined || search.q === '' ? {} : { q: String(search.q) }),
    ...(search.show === 'archived' ? { show: 'archived' as const } : {}),
  }),
  component: lazyRouteComponent(() => import('./lists-page'), 'ListsPage'),
})

const listRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/segments/lists/$id',
  component: lazyRouteComponent(() => import('./list-page'), 'ListPage'),
})

/** A new one, empty, from a starter or as a copy of another. */
const newSegmentRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/segments/new',
  validateSearch: (search: Record<string, unknown>): { from?: string; copy?: string } => ({
    ...(typeof search.from === 'string' ? { from: search.from } : {}),
    ...(typeof search.copy === 'string' ? { copy: search.copy } : {}),
  }),
  component: lazyRouteComponent(() => import('./segment-page'), 'NewSegmentPage'),
})

const segmentRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/segments/$id',
  validateSearch: (search: Record<string, unknown>): { view?: 'people' } =>
    search.view === 'people' ? { view: 'people' } : {},
  component: lazyRouteComponent(() => import('./segment-page'), 'SegmentPage'),
})

export const segmentsRoutes = [segmentsRoute, listsRoute, listRoute, newSegmentRoute, segmentRoute] as const
