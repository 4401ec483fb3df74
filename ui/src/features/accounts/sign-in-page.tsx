import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { Problem, post } from '../../api/client'
import { queryClient } from '../../api/query-client'
import { sessionKey } from '../../api/session'
import type { Session } from '../../api/types'
import { Button } from '../../ui/button'
import { useErrorWords } from '../../ui/error-state'
import { Fields } from '../../ui/form'
import { Mark } from '../../ui/mark'
import { useTitle } from '../../ui/page'
import { LanguageSwitch } from './language-switch'
import { Logo } from './logo'
import { setupQuery } from './setup-query'
import classes from './sign-in-page.module.css'

const route = getRouteApi('/plain/sign-in')

export function SignInPage() {
  const { t } = useLingui()
  useTitle(t`Anmelden`)
  const { next } = route.useSearch()
  const navigate = useNavigate()
  const router = useRouter()
  const setup = useQuery(setupQuery)
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useMutation({
    mutationFn: () => post<Session>('/session', { email: email.trim(), password }),
    onSuccess: async (session) => {
      queryClient.setQueryData(sessionKey, session)
      if (next) router.history.push(next)
      else await navigate({ to: '/' })
    },
  })
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <Logo />
        <h1 className={classes.title}>
          <Trans>Anmelden</Trans>
        </h1>
        {setup.data?.firstRun && (
          <p className={classes.first}>
            <Trans>
              Kundig ist neu hier und hat noch kein Konto. Beim Start stand ein Link im Terminal: Öffne ihn,
              um das erste anzulegen.
            </Trans>
          </p>
        )}
        <form
          onSubmit={(event) => {
            event.preventDefault()
            signIn.mutate()
          }}
        >
          <Fields>
            <TextInput
              label={t`E-Mail`}
              type="email"
              autoComplete="username"
              required
              autoFocus
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <PasswordInput
              label={t`Passwort`}
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            {signIn.error && <Refusal error={signIn.error} />}
            <Button type="submit" variant="primary" size="large" loading={signIn.isPending}>
              <Trans>Anmelden</Trans>
            </Button>
          </Fields>
        </form>
      </div>
      <footer className={classes.foot}>
        <Trans>Alles bleibt auf deinem Server.</Trans>
        <LanguageSwitch />
      </footer>
    </main>
  )
}

function Refusal({ error }: { error: Error }) {
  const { t } = useLingui()
  const words = useErrorWords(error)
  const status = error instanceof Problem ? error.status : 0
  const wait = error instanceof Problem ? (error.retryAfter ?? 30) : 30
  return (
    <p className={classes.refusal} role="alert">
      <Mark kind="broken" />
      <span>
        {status === 401
          ? t`E-Mail-Adresse und Passwort passen nicht zusammen. Vergessen? Wer Inhaber ist, kann dich neu einladen.`
          : status === 429
            ? plural(wait, {
                one: 'Zu viele Versuche. In einer Sekunde geht es weiter.',
                other: 'Zu viele Versuche. In # Sekunden geht es weiter.',
              })
            : `${words.title}. ${words.text}`}
      </span>
    </p>
  )
}
