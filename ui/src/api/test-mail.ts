import { useMutation } from '@tanstack/react-query'
import { post } from './client'
import { queryClient } from './query-client'

/** A test mail to the signed-in person: no customer gets it. */
export const useSendTestMail = () =>
  useMutation({
    mutationFn: (templateKey?: string) =>
      post<{ messageId: string; profileId: string }>('/test-mails', templateKey ? { templateKey } : {}),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['onboarding'] }),
  })
