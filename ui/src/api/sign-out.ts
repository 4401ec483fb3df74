import { useMutation } from '@tanstack/react-query'
import { remove } from './client'
import { queryClient } from './query-client'
import { sessionKey } from './session'

/** Ends the session and forgets everything that was loaded with it. */
export const useSignOut = () =>
  useMutation({
    mutationFn: () => remove('/session'),
    onSuccess: () => {
      queryClient.clear()
      queryClient.setQueryData(sessionKey, null)
      location.assign('/sign-in')
    },
  })
