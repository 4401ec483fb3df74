import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { get } from '../../api/client'
import type { Dashboard } from '../../api/types'

/** The figures of Start for a period of shop-local days; the old ones stay until the new ones are here. */
export const dashboardQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ['reports', 'dashboard', { from, to }],
    queryFn: ({ signal }) => get<Dashboard>('/reports/dashboard', { from, to }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
