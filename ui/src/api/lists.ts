import { type InfiniteData, infiniteQueryOptions, type UseInfiniteQueryResult } from '@tanstack/react-query'
import { get, type Page } from './client'

type Query = Record<string, string | number | boolean | null | undefined>

/** A list that comes page by page; `key` names it together with what it was asked for. */
export const listQuery = <T, More = object>(key: readonly unknown[], path: string, query: Query = {}) =>
  infiniteQueryOptions({
    queryKey: [...key, query],
    queryFn: ({ pageParam, signal }) => get<Page<T> & More>(path, { ...query, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    refetchOnWindowFocus: isShort,
    refetchOnMount: isShort,
  })

/** A list read far down is not read again page by page just because somebody came back to it. */
const isShort = (query: ListState) => (query.state.data?.pages.length ?? 0) <= 3

/** For lists that follow what happens, as long as nobody reads far down. */
export const every = (milliseconds: number) => (query: ListState) => isShort(query) && milliseconds

interface ListState {
  state: { data?: { pages: unknown[] } }
}

export type ListResult<T, More = object> = UseInfiniteQueryResult<InfiniteData<Page<T> & More>, Error>

export const allItems = <T>(data: InfiniteData<Page<T>>): T[] => data.pages.flatMap((page) => page.items)
