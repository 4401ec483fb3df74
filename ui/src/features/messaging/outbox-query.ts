import { queryOptions, useMutation } from '@tanstack/react-query'
import { get, post } from '../../api/client'
import { listQuery } from '../../api/lists'
import { queryClient } from '../../api/query-client'
import type { MailboxItem, MailboxMail, Message, MessageRow } from '../../api/types'
import type { OutboxSearch } from './routes'

export const messagesQuery = ({ state, flow, step, profile }: OutboxSearch) =>
  listQuery<MessageRow>(['messages', 'list'], '/messages', { state, flow, step, profile })

export const mailboxQuery = listQuery<MailboxItem>(['mailbox'], '/sandbox/mailbox')

export const mailQuery = (id: string) =>
  queryOptions({
    queryKey: ['mailbox', id],
    queryFn: ({ signal }) => get<MailboxMail>(`/sandbox/mailbox/${id}`, undefined, signal),
  })

/** Somebody decides about a message in doubt. */
export const useResolution = (id: string) =>
  useMutation({
    mutationFn: (outcome: 'handed_over' | 'resend') =>
      post<Message>(`/messages/${id}/resolution`, { outcome }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['messages'] }),
  })
