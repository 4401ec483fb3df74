import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ErrorState } from './error-state'

interface Props<T> {
  query: UseQueryResult<T>
  skeleton: ReactNode
  small?: boolean
  children: (data: T) => ReactNode
}

/** A query's three faces: skeleton, error with a way on, content. Old content stays while new loads. */
export function Loaded<T>({ query, skeleton, small, children }: Props<T>) {
  if (query.data !== undefined) return children(query.data)
  if (query.error) return <ErrorState error={query.error} onRetry={() => query.refetch()} small={small} />
  return skeleton
}
