import { queryOptions, useMutation } from '@tanstack/react-query'
import { get, type Page, patch, post, remove } from '../../api/client'
import { queryClient } from '../../api/query-client'
import type { ShopConnection, UnreadableDelivery } from '../../api/types'

const takesOver = (connection: ShopConnection) =>
  connection.state === 'awaited' || connection.waiting > 0 || connection.history.some((part) => part.running)

/** Looked at every two seconds while a shop is awaited or its past is taken over. */
export const connectionsQuery = queryOptions({
  queryKey: ['shop-connections'],
  queryFn: ({ signal }) => get<Page<ShopConnection>>('/shop-connections', undefined, signal),
  refetchInterval: (query) => (query.state.data?.items.some(takesOver) ? 2_000 : 20_000),
})

export const unreadableQuery = (connection: string) =>
  queryOptions({
    queryKey: ['shop-deliveries', connection],
    queryFn: ({ signal }) => get<Page<UnreadableDelivery>>('/shop-deliveries', { connection }, signal),
  })

const refresh = () =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: ['shop-connections'] }),
    queryClient.invalidateQueries({ queryKey: ['shop-deliveries'] }),
  ])

export interface ConnectForm {
  shopId: number
  kind: string
  address: string
  keys: Record<string, string>
  app: boolean
  insideNetwork: boolean
  eraseDeleted: boolean
  consentWording: string
}

export const useConnect = () =>
  useMutation({
    mutationFn: (form: ConnectForm) => post<ShopConnection>('/shop-connections', form),
    onSuccess: refresh,
  })

export interface ChangeForm {
  keys?: Record<string, string>
  eraseDeleted?: boolean
  consentWording?: string
  smsWording?: string
}

export const useChange = (id: string) =>
  useMutation({
    mutationFn: (form: ChangeForm) => patch<ShopConnection>(`/shop-connections/${id}`, form),
    onSuccess: refresh,
  })

export const useConnectionAction = (id: string) =>
  useMutation({
    mutationFn: (action: 'check' | 'comparison' | 'replay') => post(`/shop-connections/${id}/${action}`),
    onSuccess: refresh,
  })

/** The app that is put into an awaited shop. */
export const useApp = (id: string) =>
  useMutation({ mutationFn: () => post<Blob>(`/shop-connections/${id}/app`) })

export const useDisconnect = (id: string) =>
  useMutation({ mutationFn: () => remove(`/shop-connections/${id}`), onSuccess: refresh })

export const useReplay = () =>
  useMutation({ mutationFn: (id: string) => post(`/shop-deliveries/${id}/replay`), onSuccess: refresh })

export const useDiscard = () =>
  useMutation({ mutationFn: (id: string) => remove(`/shop-deliveries/${id}`), onSuccess: refresh })
