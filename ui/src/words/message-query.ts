import { queryOptions } from '@tanstack/react-query'
import { get } from '../api/client'
import type { Message, MessageContent } from '../api/types'

export const messageQuery = (id: string) =>
  queryOptions({
    queryKey: ['messages', id],
    queryFn: ({ signal }) => get<Message>(`/messages/${id}`, undefined, signal),
  })

export const messageContentQuery = (id: string) =>
  queryOptions({
    queryKey: ['messages', id, 'content'],
    queryFn: ({ signal }) => get<MessageContent>(`/messages/${id}/content`, undefined, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
