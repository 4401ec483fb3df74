import { queryOptions } from '@tanstack/react-query'
import { get } from './client'
import type { FlowRow } from './types'

/** All flows with their figures in a period of shop-local days. */
export const flowsQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ['flows', { from, to }],
    queryFn: ({ signal }) => get<{ items: FlowRow[] }>('/flows', { from, to }, signal),
  })
