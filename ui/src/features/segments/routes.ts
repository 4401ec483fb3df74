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

/** `with` and `without` name groups, such as `segment:…,list:…`. */
const newFrom = ['from', 'copy', 'with', 'without', 'name'] as const

const textsIn = <Key extends string>(search: Record<string, unknown>, keys: readonly Key[]) =>
  Object.fromEntries(
    keys.flatMap((key) => (typeof search[key] === 'string' ? [[key, search[key]]] : [])),
  ) as { [key in Key]?: string }

const overlapRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/segments/overlap',
  validateSearch: (search: Record<string, unknown>) => textsIn(search, ['a', 'b'] as const),
  component: lazyRouteComponent(() => import('./overlap-page'), 'OverlapPage'),
})

/** A new one, empty, from a starter, as a copy of another, or of other groups. */
const newSegmentRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/segments/new',
  validateSearch: (search: Record<string, unknown>) => textsIn(search, newFrom),
  component: lazyRouteComponent(() => import('./segment-page'), 'NewSegmentPage'),
})

const segmentRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/segments/$id',
  validateSearch: (search: Record<string, unknown>): { view?: 'people' } =>
    search.view === 'people' ? { view: 'people' } : {},
  component: lazyRouteComponent(() => import('./segment-page'), 'SegmentPage'),
})

export const segmentsRoutes = [
  segmentsRoute,
  listsRoute,
  listRoute,
  overlapRoute,
  newSegmentRoute,
  segmentRoute,
] as const
