import { queryOptions, useMutation } from '@tanstack/react-query'
import { get, put, remove } from '../../api/client'
import { queryClient } from '../../api/query-client'
import type { ExchangeRate, ExchangeRates } from '../../api/types'

const key = ['exchange-rates']

export const ratesQuery = queryOptions({
  queryKey: key,
  queryFn: ({ signal }) => get<ExchangeRates>('/exchange-rates', undefined, signal),
})

/** Orders are valued anew, so reports change too. */
const refresh = () =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: key }),
    queryClient.invalidateQueries({ queryKey: ['reports'] }),
  ])

export const useEnterRate = () =>
  useMutation({ mutationFn: (rate: ExchangeRate) => put('/exchange-rates', rate), onSuccess: refresh })

export const useRemoveRate = () =>
  useMutation({
    mutationFn: ({ currency, base, day }: ExchangeRate) =>
      remove(`/exchange-rates?${new URLSearchParams({ currency, base, day })}`),
    onSuccess: refresh,
  })

export const useRateSource = () =>
  useMutation({
    mutationFn: (url: string | null) => put('/exchange-rates/source', { url }),
    onSuccess: refresh,
  })
