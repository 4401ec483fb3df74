import { Trans, useLingui } from '@lingui/react/macro'
import { PasswordInput, SegmentedControl, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useSaveAccount } from '../../api/account'
import { patch } from '../../api/client'
import { useSession } from '../../api/session'
import type { Locale, ThemeChoice, User } from '../../api/types'
import { Button } from '../../ui/button'
import { FieldGroup, Fields, SaveFooter } from '../../ui/form'
import { Page } from '../../ui/page'
import { toast } from '../../ui/toast'
import { useFieldError } from './field-words'
import classes from './settings.module.css'

/** One's own name, language, look and password. */
export function AccountPage() {
  const { t } = useLingui()
  const { user } = useSession()
  const fieldError = useFieldError()
  const save = useSaveAccount()
  const look = useSaveAccount()
  const [name, setName] = useState(user.name)
  return (
    <Page title={t`Dein Konto`} sentence={user.email} width="form">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate({ name: name.trim() }, { onSuccess: () => toast(t`Gespeichert.`) })
        }}
      >
        <TextInput
          label={t`Dein Name`}
          value={name}
          autoComplete="name"
          maxLength={100}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldError(save.error, 'name')}
        />
        <SaveFooter
          dirty={name !== user.name}
          saving={save.isPending}
          error={save.error}
          onReset={() => setName(user.name)}
        />
      </form>
      <div className={classes.numbers}>
        <div className={classes.choices}>
          <p className="b small" id="language">
            <Trans>Sprache</Trans>
          </p>
          <div>
            <SegmentedControl
              aria-labelledby="language"
              value={user.locale}
              onChange={(locale) => look.mutate({ locale: locale as Locale })}
              data={[
                { value: 'de', label: 'Deutsch' },
                { value: 'en', label: 'English' },
              ]}
            />
          </div>
        </div>
        <div className={classes.choices}>
          <p className="b small" id="theme">
            <Trans>Darstellung</Trans>
          </p>
          <div>
            <SegmentedControl
              aria-labelledby="theme"
              value={user.theme}
              onChange={(theme) => look.mutate({ theme: theme as ThemeChoice })}
              data={[
                { value: 'auto', label: t`Wie das System` },
                { value: 'light', label: t`Hell` },
                { value: 'dark', label: t`Dunkel` },
              ]}
            />
          </div>
        </div>
      </div>
      <PasswordForm />
    </Page>
  )
}

function PasswordForm() {
  const { t } = useLingui()
  const fieldError = useFieldError()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const change = useMutation({
    mutationFn: () => patch<User>('/account', { currentPassword: current, newPassword: next }),
    onSuccess: () => {
      setCurrent('')
      setNext('')
      toast(t`Passwort geändert. Andere Geräte sind abgemeldet.`)
    },
  })
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        change.mutate()
      }}
    >
      <FieldGroup title={t`Passwort ändern`}>
        <Fields>
          <PasswordInput
            label={t`Bisheriges Passwort`}
            autoComplete="current-password"
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
            error={fieldError(change.error, 'currentPassword')}
          />
          <PasswordInput
            label={t`Neues Passwort`}
            description={t`10 Zeichen oder mehr. Danach sind alle anderen Geräte abgemeldet.`}
            autoComplete="new-password"
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
            error={fieldError(change.error, 'newPassword') ?? fieldError(change.error, 'password')}
          />
          <div>
            <Button type="submit" disabled={!current || next.length < 10} loading={change.isPending}>
              <Trans>Passwort ändern</Trans>
            </Button>
          </div>
        </Fields>
      </FieldGroup>
    </form>
  )
}
