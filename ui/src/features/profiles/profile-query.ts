import { infiniteQueryOptions, queryOptions, useMutation } from '@tanstack/react-query'
import { get, post } from '../../api/client'
import { queryClient } from '../../api/query-client'
import type {
  ConsentChannel,
  ConsentPurpose,
  Consents,
  PersonRank,
  Profile,
  SegmentOfPerson,
  TimelineKind,
  TimelinePage,
} from '../../api/types'

export const profileQuery = (id: string) =>
  queryOptions({
    queryKey: ['profiles', id],
    queryFn: ({ signal }) => get<Profile>(`/profiles/${id}`, undefined, signal),
  })

export const consentsQuery = (id: string) =>
  queryOptions({
    queryKey: ['profiles', id, 'consents'],
    queryFn: ({ signal }) => get<Consents>(`/profiles/${id}/consents`, undefined, signal),
  })

export const segmentsOfQuery = (id: string) =>
  queryOptions({
    queryKey: ['profiles', id, 'segments'],
    queryFn: ({ signal }) => get<{ items: SegmentOfPerson[] }>(`/profiles/${id}/segments`, undefined, signal),
  })

export const ranksQuery = (id: string) =>
  queryOptions({
    queryKey: ['profiles', id, 'ranks'],
    queryFn: ({ signal }) => get<PersonRank>(`/profiles/${id}/ranks`, undefined, signal),
  })

/** Newest first, page by page; the counts come with the first page. */
export const timelineQuery = (id: string, kind: TimelineKind) =>
  infiniteQueryOptions({
    queryKey: ['profiles', id, 'timeline', kind],
    queryFn: ({ pageParam, signal }) =>
      get<TimelinePage>(`/profiles/${id}/timeline`, { kind, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  })

interface Change {
  channel: ConsentChannel
  purpose: ConsentPurpose
  state: 'unsubscribed'
  reason: string
}

/** Staff write down that somebody withdrew; kept with their name. */
export const useWithdraw = (id: string) =>
  useMutation({
    mutationFn: (change: Change) => post(`/profiles/${id}/consents`, change),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['profiles'] }),
  })
