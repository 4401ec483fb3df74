import { queryOptions, useMutation } from '@tanstack/react-query'
import { ask, get, Problem, post, put, remove } from '../../api/client'
import { listQuery } from '../../api/lists'
import { queryClient } from '../../api/query-client'
import type {
  Overlap,
  SegmentDay,
  SegmentEngine,
  SegmentExplanation,
  SegmentPerson,
  SegmentPlace,
  SegmentPreview,
  SegmentRow,
  SegmentVocabulary,
  Texts,
} from '../../api/types'
import type { Condition } from './condition'

export interface Segment {
  segment: SegmentRow
  condition: Condition
  usedBy: SegmentPlace[]
}

export interface Starter {
  key: string
  name: Texts
  description: Texts
  condition: Condition
}

interface SegmentList {
  items: SegmentRow[]
  engine: SegmentEngine
}

const whileBuilding = 1_500
const otherwise = 15_000

export const segmentsQuery = queryOptions({
  queryKey: ['segments', 'list'],
  queryFn: ({ signal }) => get<SegmentList>('/segments', undefined, signal),
  refetchInterval: (query) => (isBusy(query.state.data) ? whileBuilding : otherwise),
})

const isBusy = (list: SegmentList | undefined) =>
  list?.engine.state === 'preparing' || list?.items.some((segment) => segment.state === 'building')

export const segmentQuery = (id: string) =>
  queryOptions({
    queryKey: ['segments', id],
    queryFn: ({ signal }) => get<Segment>(`/segments/${id}`, undefined, signal),
    refetchInterval: (query) => (query.state.data?.segment.state === 'building' ? whileBuilding : otherwise),
  })

export const startersQuery = queryOptions({
  queryKey: ['segments', 'starters'],
  queryFn: ({ signal }) => get<{ items: Starter[] }>('/segments/starters', undefined, signal),
  staleTime: Number.POSITIVE_INFINITY,
})

export const vocabularyQuery = queryOptions({
  queryKey: ['segments', 'vocabulary'],
  queryFn: ({ signal }) => get<SegmentVocabulary>('/segments/vocabulary', undefined, signal),
  staleTime: 60_000,
})

export const growthQuery = (id: string, days: number) =>
  queryOptions({
    queryKey: ['segments', id, 'growth', days],
    queryFn: ({ signal }) => get<{ days: SegmentDay[] }>(`/segments/${id}/growth`, { days }, signal),
    staleTime: 30_000,
  })

export const membersQuery = (id: string) =>
  listQuery<SegmentPerson>(['segments', id, 'members'], `/segments/${id}/members`, { limit: 50 })

interface Asked {
  condition: Condition
  shopId: number | null
}

/** How many fit; an estimate answers in a blink, the exact number within seconds. Cancelled when the condition changes. */
export const previewQuery = ({ condition, shopId }: Asked, exact: boolean, samples: number, reach = false) =>
  queryOptions({
    queryKey: ['segment-previews', JSON.stringify(condition), shopId, exact, samples, reach],
    queryFn: ({ signal }) =>
      ask<SegmentPreview>('/segments/previews', { condition, shopId, exact, samples, reach }, signal),
    staleTime: 20_000,
    gcTime: 60_000,
    retry: (_, error) => isToAskAgain(error),
    retryDelay: 1_000,
  })

/** Who is in two segments or lists, and who only in one. */
export const overlapQuery = (a: string, b: string) =>
  queryOptions({
    queryKey: ['segments', 'overlap', a, b],
    queryFn: ({ signal }) => get<Overlap>('/segments/overlap', { a, b }, signal),
    staleTime: 10_000,
    retry: (count, error) => isToAskAgain(error) && count < 60,
    retryDelay: 1_000,
  })

/** Which of the conditions hold for one person, and what was found. */
export const explanationQuery = ({ condition, shopId }: Asked, profileId: string) =>
  queryOptions({
    queryKey: ['segment-explanations', JSON.stringify(condition), shopId, profileId],
    queryFn: ({ signal }) =>
      ask<SegmentExplanation>('/segments/explanations', { condition, shopId, profileId }, signal),
    staleTime: 5_000,
    gcTime: 60_000,
    retry: (_, error) => isToAskAgain(error),
    retryDelay: 1_000,
  })

/** Everybody's past is being read for the first time, or a newer question came: ask again. */
export const isToAskAgain = (error: Error | null) => error instanceof Problem && error.status === 409

export interface Draft {
  name: string
  description: string
  shopId: number | null
  condition: Condition
}

export const useSaveSegment = () =>
  useMutation({
    mutationFn: ({ id, draft }: { id: string | null; draft: Draft }) =>
      id === null ? post<Segment>('/segments', draft) : put<Segment>(`/segments/${id}`, draft),
    onSuccess: (saved) => {
      queryClient.setQueryData(segmentQuery(saved.segment.id).queryKey, saved)
      void queryClient.invalidateQueries({ queryKey: segmentsQuery.queryKey })
    },
  })

const refresh = () => queryClient.invalidateQueries({ queryKey: ['segments'] })

export const useArchiveSegment = () =>
  useMutation({ mutationFn: (id: string) => remove(`/segments/${id}`), onSuccess: refresh })

export const useRestoreSegment = () =>
  useMutation({ mutationFn: (id: string) => post(`/segments/${id}/restore`), onSuccess: refresh })
