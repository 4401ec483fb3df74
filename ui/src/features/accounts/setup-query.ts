import { queryOptions } from '@tanstack/react-query'
import { get } from '../../api/client'
import type { SetupState } from '../../api/types'

/** Whether the first owner has still to be made; anybody may ask. */
export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => get<SetupState>('/setup', undefined, signal),
})
