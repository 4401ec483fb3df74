import { infiniteQueryOptions, queryOptions, useMutation } from '@tanstack/react-query'
import { get, type Page, post, put, remove } from '../../api/client'
import { queryClient } from '../../api/query-client'
import type { Product, ProductDetail, ProductFeed } from '../../api/types'

export type ProductFilter = 'available' | 'sold_out' | 'low' | 'reduced'

export const productsQuery = (q: string, filter: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['products', q, filter],
    queryFn: ({ pageParam, signal }) =>
      get<Page<Product>>('/products', { q, filter, cursor: pageParam, limit: 50 }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })

export const productQuery = (id: string) =>
  queryOptions({
    queryKey: ['product', id],
    queryFn: ({ signal }) => get<ProductDetail>('/products/detail', { id }, signal),
  })

export const rulesQuery = queryOptions({
  queryKey: ['product-rules'],
  queryFn: ({ signal }) => get<{ lowStock: number }>('/products/rules', undefined, signal),
})

export const useSaveRules = () =>
  useMutation({
    mutationFn: (lowStock: number) => put('/products/rules', { lowStock }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['product-rules'] }),
  })

/** Looked at every two seconds while one is being read or is about to. */
export const feedsQuery = queryOptions({
  queryKey: ['product-feeds'],
  queryFn: ({ signal }) => get<Page<ProductFeed>>('/product-feeds', undefined, signal),
  refetchInterval: (query) =>
    query.state.data?.items.some((feed) => feed.reading !== null || feed.result === null) ? 2_000 : 20_000,
})

const refresh = () =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: ['product-feeds'] }),
    queryClient.invalidateQueries({ queryKey: ['products'] }),
  ])

export interface FeedForm {
  shopId: number
  url: string
  market: string
  user: string
  password: string
  insideNetwork: boolean
}

export const useAddFeed = () =>
  useMutation({
    mutationFn: (form: FeedForm) => post<ProductFeed>('/product-feeds', form),
    onSuccess: refresh,
  })

export const useRunFeed = (id: string) =>
  useMutation({
    mutationFn: (fewer: boolean) => post(`/product-feeds/${id}/run`, { fewer }),
    onSuccess: refresh,
  })

export const useRemoveFeed = (id: string) =>
  useMutation({ mutationFn: () => remove(`/product-feeds/${id}`), onSuccess: refresh })
