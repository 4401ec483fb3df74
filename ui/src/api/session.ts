import { queryOptions, useQuery } from '@tanstack/react-query'
import { get, Problem } from './client'
import type { Session, Shop } from './types'

export const sessionKey = ['session'] as const

/** Who is signed in; `null` when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: sessionKey,
  queryFn: async ({ signal }): Promise<Session | null> => {
    try {
      return await get<Session>('/session', undefined, signal)
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return null
      throw error
    }
  },
  staleTime: 60_000,
})

/** The session on pages behind the sign-in; the frame renders them only with one. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery)
  if (!data) throw new Error('no session')
  return data
}

/** The shop the pages speak of: the first one until there are several to choose from. */
export function useShop(): Shop | null {
  const { data } = useQuery(sessionQuery)
  return data?.shops[0] ?? null
}
