import { useMutation } from '@tanstack/react-query'
import { post, put } from './client'
import { queryClient } from './query-client'
import { sessionKey } from './session'
import type { Impressum, Rules, Session, Shop } from './types'

/** What is left out stays; empty text clears. */
export interface ShopChange {
  name?: string
  currency?: string
  timeZone?: string
  locale?: string
  url?: string
  sender?: { name: string | null; email: string | null; replyTo: string | null }
  impressum?: { [key in keyof Impressum]: string | null }
  rules?: Partial<Rules>
}

/** Saves the shop, or makes the first one; the session carries it everywhere. */
export const useSaveShop = () =>
  useMutation({
    mutationFn: ({ id, change }: { id: number | null; change: ShopChange }) =>
      id === null ? post<Shop>('/shops', change) : put<Shop>(`/shops/${id}`, change),
    onSuccess: (shop) => {
      queryClient.setQueryData<Session | null>(sessionKey, (session) =>
        session
          ? {
              ...session,
              shops: [...session.shops.filter((other) => other.id !== shop.id), shop].sort(
                (a, b) => a.id - b.id,
              ),
            }
          : session,
      )
      void queryClient.invalidateQueries({ queryKey: ['onboarding'] })
      void queryClient.invalidateQueries({ queryKey: ['reports'] })
    },
  })
