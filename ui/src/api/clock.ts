import { queryOptions } from '@tanstack/react-query'
import { get } from './client'
import type { SandboxClock } from './types'

/** The server's clock; in a sandbox it can be moved, and "yesterday" must follow it. */
export const clockQuery = queryOptions({
  queryKey: ['sandbox', 'clock'],
  queryFn: async ({ signal }) => {
    const clock = await get<SandboxClock>('/sandbox/clock', undefined, signal)
    return { ...clock, ahead: new Date(clock.now).getTime() - Date.now() }
  },
  refetchInterval: 60_000,
})
