import { keepPreviousData, queryOptions, useMutation } from '@tanstack/react-query'
import { get, type Page, post } from '../../api/client'
import { queryClient } from '../../api/query-client'
import type { IngestStats, LiveFact, SetAside } from '../../api/types'

const every = 2_000

/** The newest facts, looked at every two seconds while the page is watched. */
export const liveQuery = (watching: boolean) =>
  queryOptions({
    queryKey: ['ingest', 'live'],
    queryFn: ({ signal }) => get<Page<LiveFact>>('/ingest/live', { limit: 100 }, signal),
    refetchInterval: watching ? every : false,
    placeholderData: keepPreviousData,
    staleTime: 0,
  })

export const ingestStatsQuery = (watching: boolean) =>
  queryOptions({
    queryKey: ['ingest', 'stats'],
    queryFn: ({ signal }) => get<IngestStats>('/ingest/stats', { minutes: 60 }, signal),
    refetchInterval: watching ? every * 5 : false,
  })

export const setAsideQuery = queryOptions({
  queryKey: ['ingest', 'set-aside'],
  queryFn: ({ signal }) => get<Page<SetAside>>('/ingest/set-aside', undefined, signal),
})

export const useReplay = () =>
  useMutation({
    mutationFn: (id: string) => post(`/ingest/set-aside/${id}/replay`),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['ingest'] }),
  })
