import { Trans, useLingui } from '@lingui/react/macro'
import { Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Problem } from '../../api/client'
import type { Locale, TemplateSource } from '../../api/types'
import { Fields, fieldError, SaveFooter } from '../../ui/form'
import { Loaded } from '../../ui/loaded'
import { Mark } from '../../ui/mark'
import { Skeleton } from '../../ui/skeleton'
import { toast } from '../../ui/toast'
import classes from './template-page.module.css'
import { sourceQuery, useSaveSource } from './template-query'

interface Props {
  templateKey: string
  locale: Locale
}

/** The mail's source (MJML with Liquid), for those who know it. */
export function SourceEditor({ templateKey, locale }: Props) {
  const source = useQuery({ ...sourceQuery(templateKey, locale), refetchOnWindowFocus: false })
  return (
    <Loaded query={source} skeleton={<Skeleton height={560} radius={10} />}>
      {(loaded) => <Editor templateKey={templateKey} locale={locale} source={loaded} />}
    </Loaded>
  )
}

function Editor({ templateKey, locale, source }: Props & { source: TemplateSource }) {
  const { t } = useLingui()
  const [draft, setDraft] = useState(source)
  const save = useSaveSource(templateKey, locale)
  const dirty =
    draft.subject !== source.subject || draft.preheader !== source.preheader || draft.mjml !== source.mjml
  const lines = save.error instanceof Problem ? save.error.errors : []
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate(draft, {
          onSuccess: () => toast(t`Gespeichert. Gilt für alle Mails, die ab jetzt rausgehen.`),
        })
      }}
    >
      <Fields>
        <TextInput
          label={t`Betreff`}
          value={draft.subject}
          error={fieldError(save.error, 'subject')}
          onChange={(event) => setDraft({ ...draft, subject: event.currentTarget.value })}
        />
        <TextInput
          label={t`Vorschauzeile`}
          description={t`Steht im Posteingang neben dem Betreff.`}
          value={draft.preheader}
          error={fieldError(save.error, 'preheader')}
          onChange={(event) => setDraft({ ...draft, preheader: event.currentTarget.value })}
        />
        <Textarea
          label={t`Aufbau der Mail`}
          description={t`MJML mit Liquid-Platzhaltern. Impressum und Abmeldelink müssen drinbleiben.`}
          classNames={{ input: classes.code }}
          value={draft.mjml}
          rows={24}
          spellCheck={false}
          error={lines.length > 0}
          onChange={(event) => setDraft({ ...draft, mjml: event.currentTarget.value })}
        />
      </Fields>
      {lines.length > 0 && (
        <ul className={classes.problems} role="alert">
          {lines.map((line) => (
            <li key={line.path + line.message}>
              <Mark kind="broken" size={15} />
              <span>
                {typeof line.facts.line === 'number' && (
                  <b>
                    <Trans>Zeile {line.facts.line}</Trans>:{' '}
                  </b>
                )}
                {line.message}
              </span>
            </li>
          ))}
        </ul>
      )}
      <SaveFooter dirty={dirty} saving={save.isPending} error={save.error} onReset={() => setDraft(source)} />
    </form>
  )
}
