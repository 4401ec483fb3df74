import { queryOptions } from '@tanstack/react-query'
import { get } from './client'
import type { Sending } from './types'

/** Whether mails can leave. */
export const sendingQuery = queryOptions({
  queryKey: ['sending'],
  queryFn: ({ signal }) => get<Sending>('/sending', undefined, signal),
  refetchInterval: 10_000,
})
