import { useMutation } from '@tanstack/react-query'
import { patch } from './client'
import { queryClient } from './query-client'
import { sessionKey } from './session'
import type { Locale, Session, ThemeChoice, User } from './types'

export interface AccountChange {
  name?: string
  locale?: Locale
  theme?: ThemeChoice
  currentPassword?: string
  newPassword?: string
}

/** Changes the signed-in person's own account; language and look follow at once. */
export const useSaveAccount = () =>
  useMutation({
    mutationFn: (change: AccountChange) => patch<User>('/account', change),
    onSuccess: (user) =>
      queryClient.setQueryData<Session | null>(sessionKey, (session) =>
        session ? { ...session, user } : session,
      ),
  })
