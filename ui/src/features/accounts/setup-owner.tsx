import { Trans, useLingui } from '@lingui/react/macro'
import { PasswordInput, TextInput } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Problem, post } from '../../api/client'
import { queryClient } from '../../api/query-client'
import { sessionQuery } from '../../api/session'
import type { User } from '../../api/types'
import { Button } from '../../ui/button'
import { ErrorState } from '../../ui/error-state'
import { Fields, useFocusFirstError } from '../../ui/form'
import { useFieldError } from './field-words'
import { SetupFrame } from './setup-frame'
import { setupQuery } from './setup-query'

const shortestPassword = 10

/** The first person, or one who was invited: from the one-time link. */
export function OwnerStep({ token, onDone }: { token: string; onDone: () => void }) {
  const { t, i18n } = useLingui()
  const fieldError = useFieldError()
  const setup = useQuery(setupQuery)
  const invited = setup.data?.ownerExists === true
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const create = useMutation({
    mutationFn: () =>
      post<User>('/setup/owner', {
        token,
        name: name.trim(),
        ...(invited ? {} : { email: email.trim() }),
        password,
        locale: i18n.locale,
      }),
    onSuccess: async () => {
      await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 })
      onDone()
    },
  })
  useFocusFirstError(create.error)
  const missing = [name.trim(), invited || email.trim(), password.length >= shortestPassword].filter(
    (part) => !part,
  ).length
  const used = create.error instanceof Problem && create.error.status === 410
  const hasFields = create.error instanceof Problem && create.error.errors.length > 0
  return (
    <SetupFrame
      current="owner"
      done={[]}
      title={invited ? t`Willkommen im Team` : t`Willkommen bei Kundig`}
      sentence={
        invited ? (
          <Trans>Sag noch, wie du heißt, und wähle ein Passwort. Deine Adresse steht in der Einladung.</Trans>
        ) : (
          <Trans>Du bist die erste Person hier und wirst Inhaber. Andere kannst du später einladen.</Trans>
        )
      }
      onSubmit={() => create.mutate()}
      footer={
        <>
          <span />
          <Button
            type="submit"
            variant="primary"
            size="large"
            iconAfter={IconArrowRight}
            disabled={missing > 0}
            loading={create.isPending}
          >
            <Trans>Konto anlegen</Trans>
          </Button>
        </>
      }
    >
      <Fields>
        <TextInput
          label={t`Dein Name`}
          autoComplete="name"
          autoFocus
          value={name}
          maxLength={100}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldError(create.error, 'name')}
        />
        {!invited && (
          <TextInput
            label={t`E-Mail`}
            description={t`Damit meldest du dich an, und hierhin kommen Testmails.`}
            type="email"
            autoComplete="username"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            error={fieldError(create.error, 'email')}
          />
        )}
        <PasswordInput
          label={t`Passwort`}
          description={t`10 Zeichen oder mehr. Drei oder vier Wörter, die du dir merken kannst, sind gut.`}
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={fieldError(create.error, 'password')}
        />
        {used && (
          <p className="small" role="alert">
            <Trans>
              Dieser Link wurde schon benutzt oder ist älter als 24 Stunden. Für den Inhaber gibt ein Neustart
              des Servers einen neuen aus, alle anderen brauchen eine neue Einladung.
            </Trans>
          </p>
        )}
        {create.error && !used && !hasFields && <ErrorState error={create.error} small />}
      </Fields>
    </SetupFrame>
  )
}
