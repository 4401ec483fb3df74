import { queryOptions } from '@tanstack/react-query'
import { get, type Page } from './client'
import type { ProfileRow } from './types'

/** The few people that fit a search; for the palette and for pickers. */
export const peopleQuery = (q: string) =>
  queryOptions({
    queryKey: ['profiles', 'search', q],
    queryFn: ({ signal }) => get<Page<ProfileRow>>('/profiles', { q, limit: 6 }, signal),
  })
