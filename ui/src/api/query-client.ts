import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { Problem } from './client'
import { sessionKey } from './session'

const onError = (error: Error) => {
  // A session that ended elsewhere: the frame sees "nobody" and shows the sign-in page.
  if (error instanceof Problem && error.status === 401) queryClient.setQueryData(sessionKey, null)
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) =>
        count < 2 && error instanceof Problem && (error.status === 0 || error.status === 503),
    },
  },
})
