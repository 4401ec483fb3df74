import { queryOptions, useMutation } from '@tanstack/react-query'
import { get, post, remove } from './client'
import { queryClient } from './query-client'
import type { FlowRow } from './types'

/** All flows with their figures in a period of shop-local days. */
export const flowsQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ['flows', { from, to }],
    queryFn: ({ signal }) => get<{ items: FlowRow[] }>('/flows', { from, to }, signal),
  })

/** All flows, for their names. */
export const flowNamesQuery = queryOptions({
  queryKey: ['flows', 'names'],
  queryFn: ({ signal }) => get<{ items: FlowRow[] }>('/flows', undefined, signal),
  staleTime: 60_000,
})

/** On: people enter from now. Off: paused, holding everybody where they are. */
export const useFlowActivation = () =>
  useMutation({
    mutationFn: ({ id, on }: { id: string; on: boolean }) =>
      on ? post<FlowRow>(`/flows/${id}/activation`) : remove<FlowRow>(`/flows/${id}/activation`),
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: ['flows'] })
      void queryClient.invalidateQueries({ queryKey: ['onboarding'] })
    },
  })
