import { keepPreviousData, queryOptions, useMutation } from '@tanstack/react-query'
import { get, post, put, remove } from '../../api/client'
import { listQuery } from '../../api/lists'
import { queryClient } from '../../api/query-client'
import type { Flow, FlowDefinition, FlowPerson, FlowPersonState, FlowRow } from '../../api/types'

export const flowQuery = (id: string, from: string, to: string) =>
  queryOptions({
    queryKey: ['flows', id, { from, to }],
    queryFn: ({ signal }) => get<Flow>(`/flows/${id}`, { from, to }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  })

export const flowPeopleQuery = (id: string, state: FlowPersonState) =>
  listQuery<FlowPerson>(['flows', id, 'people'], `/flows/${id}/people`, { state })

const refresh = () => queryClient.invalidateQueries({ queryKey: ['flows'] })

/** On: people enter from now. Off: everybody inside is held where they are. */
export const useActivation = (id: string) =>
  useMutation({
    mutationFn: (on: boolean) =>
      on ? post<FlowRow>(`/flows/${id}/activation`) : remove<FlowRow>(`/flows/${id}/activation`),
    onSettled: () => {
      void refresh()
      void queryClient.invalidateQueries({ queryKey: ['onboarding'] })
    },
  })

/** Every change is a new version; those inside finish on theirs. */
export const usePublish = (id: string) =>
  useMutation({
    mutationFn: (definition: FlowDefinition) => put<FlowRow>(`/flows/${id}/definition`, definition),
    onSuccess: refresh,
  })
