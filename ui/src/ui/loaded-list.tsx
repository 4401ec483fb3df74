import { Trans } from '@lingui/react/macro'
import { type ReactNode, useEffect } from 'react'
import { allItems, type ListResult } from '../api/lists'
import { Button } from './button'
import { ErrorState } from './error-state'
import { useNear } from './use-near'

interface Props<T> {
  query: ListResult<T>
  skeleton: ReactNode
  empty: ReactNode
  /** `more` goes under the last row. */
  children: (items: T[], more: ReactNode) => ReactNode
}

/** A list's four faces: skeleton, error, empty, rows; more of them come as one scrolls towards the end. */
export function LoadedList<T>({ query, skeleton, empty, children }: Props<T>) {
  if (!query.data) {
    return query.error ? <ErrorState error={query.error} onRetry={() => query.refetch()} /> : skeleton
  }
  const items = allItems(query.data)
  if (items.length === 0) return empty
  return children(items, query.hasNextPage ? <MoreButton query={query} /> : undefined)
}

function MoreButton<T>({ query }: { query: ListResult<T> }) {
  const [ref, near] = useNear<HTMLDivElement>(900, false)
  const { isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query
  useEffect(() => {
    if (near && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage()
  }, [near, isFetchingNextPage, isFetchNextPageError, fetchNextPage])
  return (
    <div ref={ref}>
      <Button loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
        <Trans>Weitere laden</Trans>
      </Button>
    </div>
  )
}
