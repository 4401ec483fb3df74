import { queryOptions } from '@tanstack/react-query'
import { get } from './client'
import type { Onboarding } from './types'

/** How far the set-up is, each step with its real state. */
export const onboardingQuery = queryOptions({
  queryKey: ['onboarding'],
  queryFn: ({ signal }) => get<Onboarding>('/onboarding', undefined, signal),
})
