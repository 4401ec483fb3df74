import { queryOptions, useMutation } from '@tanstack/react-query'
import { get, post, put, remove } from './client'
import { listQuery } from './lists'
import { queryClient } from './query-client'
import type { ListChange, ListMember, ListOfPerson, PeopleList, SegmentPlace } from './types'

export interface PeopleListDetail {
  list: PeopleList
  usedBy: SegmentPlace[]
}

const whileBusy = 1_000
const otherwise = 15_000

/** Lists that people were put on by hand. */
export const peopleListsQuery = queryOptions({
  queryKey: ['people-lists', 'all'],
  queryFn: ({ signal }) => get<{ items: PeopleList[] }>('/lists', undefined, signal),
  refetchInterval: (query) => (query.state.data?.items.some((list) => list.busy) ? whileBusy : otherwise),
})

export const peopleListQuery = (id: string) =>
  queryOptions({
    queryKey: ['people-lists', id],
    queryFn: ({ signal }) => get<PeopleListDetail>(`/lists/${id}`, undefined, signal),
    refetchInterval: (query) => (query.state.data?.list.busy ? whileBusy : otherwise),
  })

export const listMembersQuery = (id: string) =>
  listQuery<ListMember>(['people-lists', id, 'members'], `/lists/${id}/members`, { limit: 50 })

export const listsOfQuery = (profileId: string) =>
  queryOptions({
    queryKey: ['profiles', profileId, 'lists'],
    queryFn: ({ signal }) =>
      get<{ items: ListOfPerson[] }>(`/profiles/${profileId}/lists`, undefined, signal),
  })

const refresh = async () => {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['people-lists'] }),
    queryClient.invalidateQueries({
      predicate: ({ queryKey }) => queryKey[0] === 'profiles' && queryKey[2] === 'lists',
    }),
  ])
}

interface People {
  list: string
  profiles?: string[]
  identifiers?: string[]
}

const atATime = 1_000
const nothing: ListChange = { changed: 0, unchanged: 0, unknown: [], unreadable: [], busy: false }

/** However many: a thousand after the other. */
async function inParts(
  { profiles = [], identifiers = [] }: People,
  send: (part: { profiles: string[]; identifiers: string[] }) => Promise<ListChange>,
): Promise<ListChange> {
  let sum = nothing
  const parts = [
    ...chunks(profiles).map((part) => ({ profiles: part, identifiers: [] })),
    ...chunks(identifiers).map((part) => ({ profiles: [], identifiers: part })),
  ]
  for (const part of parts) {
    const one = await send(part)
    sum = {
      changed: sum.changed + one.changed,
      unchanged: sum.unchanged + one.unchanged,
      unknown: [...sum.unknown, ...one.unknown],
      unreadable: [...sum.unreadable, ...one.unreadable],
      busy: one.busy,
    }
  }
  return sum
}

const chunks = (all: string[]) =>
  Array.from({ length: Math.ceil(all.length / atATime) }, (_, i) => all.slice(i * atATime, (i + 1) * atATime))

/** With `create`, addresses nobody has become people. */
export const usePutOnList = () =>
  useMutation({
    mutationFn: ({ create = false, ...people }: People & { create?: boolean }) =>
      inParts(people, (part) => post<ListChange>(`/lists/${people.list}/members`, { ...part, create })),
    onSuccess: refresh,
  })

export const useTakeOffList = () =>
  useMutation({
    mutationFn: (people: People) =>
      inParts(people, (part) => post<ListChange>(`/lists/${people.list}/removals`, part)),
    onSuccess: refresh,
  })

/** Everybody who is in a segment now, in the background. */
export const usePutSegmentOnList = () =>
  useMutation({
    mutationFn: ({ list, segmentId }: { list: string; segmentId: string }) =>
      post<ListChange>(`/lists/${list}/members`, { segmentId }),
    onSuccess: refresh,
  })

export const useClearList = () =>
  useMutation({
    mutationFn: (list: string) => post<ListChange>(`/lists/${list}/removals`, { all: true }),
    onSuccess: refresh,
  })

export interface ListDraft {
  name: string
  description: string
}

export const useSaveList = () =>
  useMutation({
    mutationFn: ({ id, copyOf, ...draft }: ListDraft & { id?: string; copyOf?: string }) =>
      id
        ? put<PeopleListDetail>(`/lists/${id}`, draft)
        : post<PeopleListDetail>('/lists', { ...draft, copyOf }),
    onSuccess: refresh,
  })

export const useArchiveList = () =>
  useMutation({ mutationFn: (id: string) => remove(`/lists/${id}`), onSuccess: refresh })

export const useRestoreList = () =>
  useMutation({ mutationFn: (id: string) => post(`/lists/${id}/restore`), onSuccess: refresh })
