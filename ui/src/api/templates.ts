import { queryOptions } from '@tanstack/react-query'
import { get } from './client'
import type { TemplateRow } from './types'

/** All templates; flows want their names, the content pages want all of it. */
export const templateNamesQuery = queryOptions({
  queryKey: ['templates'],
  queryFn: ({ signal }) => get<{ items: TemplateRow[] }>('/templates', undefined, signal),
  staleTime: 60_000,
})
