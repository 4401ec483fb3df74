import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { Locale } from '../../api/types'
import { shellRoute } from '../../ui/routes'

const contentRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/content',
  component: lazyRouteComponent(() => import('./content-page'), 'ContentPage'),
})

export interface TemplateSearch {
  locale?: Locale
  view?: 'text' | 'source'
}

const templateRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/content/$key',
  validateSearch: (search: Record<string, unknown>): TemplateSearch => ({
    ...(search.locale === 'de' || search.locale === 'en' ? { locale: search.locale } : {}),
    ...(search.view === 'text' || search.view === 'source' ? { view: search.view } : {}),
  }),
  component: lazyRouteComponent(() => import('./template-page'), 'TemplatePage'),
})

export const templatesRoutes = [contentRoute, templateRoute] as const
