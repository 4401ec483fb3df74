import { Trans } from '@lingui/react/macro'
import { NativeSelect, type NativeSelectProps } from '@mantine/core'
import { IconSelector } from '@tabler/icons-react'
import { type ReactNode, useEffect } from 'react'
import { Problem } from '../api/client'
import { Button } from './button'
import { ErrorState } from './error-state'
import classes from './form.module.css'
import { Icon } from './icon'

/** Fields below each other; `Pair` puts two beside each other. */
export function Fields({ children }: { children: ReactNode }) {
  return <div className={classes.fields}>{children}</div>
}

export function Pair({ children }: { children: ReactNode }) {
  return <div className={classes.pair}>{children}</div>
}

interface GroupProps {
  title: string
  note?: ReactNode
  /** What the fields below do. */
  children: ReactNode
}

/** A titled group of fields under a hairline. */
export function FieldGroup({ title, note, children }: GroupProps) {
  return (
    <section className={classes.group}>
      <h2 className={classes.groupTitle}>
        {title} {note && <span className={classes.groupNote}>{note}</span>}
      </h2>
      <div className={classes.fields}>{children}</div>
    </section>
  )
}

/** The browser's own list in the house's clothes: quick, and right on a phone. */
export function SelectField(props: NativeSelectProps) {
  return (
    <NativeSelect
      rightSection={<Icon of={IconSelector} size={15} />}
      rightSectionPointerEvents="none"
      {...props}
    />
  )
}

interface FooterProps {
  /** Nothing changed: nothing to save. */
  dirty: boolean
  saving: boolean
  onReset?: () => void
  error?: Error | null
  label?: ReactNode
}

/** After a refusal the first wrong field is in sight and has the focus. */
export function useFocusFirstError(error: Error | null) {
  useEffect(() => {
    if (error) document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [error])
}

/** Settings save explicitly: the bar appears with the first change. */
export function SaveFooter({ dirty, saving, onReset, error, label }: FooterProps) {
  useFocusFirstError(error ?? null)
  return (
    <>
      {error && !hasFieldErrors(error) && <ErrorState error={error} small />}
      <div className={classes.footer} data-shown={dirty || saving || undefined}>
        <Button type="submit" variant="primary" loading={saving} disabled={!dirty}>
          {label ?? <Trans>Speichern</Trans>}
        </Button>
        {onReset && dirty && (
          <Button variant="quiet" onClick={onReset} disabled={saving}>
            <Trans>Verwerfen</Trans>
          </Button>
        )}
      </div>
    </>
  )
}

/** The server's word on one field (RFC 9457 `errors`), replacing its hint. */
export function fieldError(error: Error | null, path: string): string | undefined {
  return error instanceof Problem ? error.errors.find((field) => field.path === path)?.message : undefined
}

const hasFieldErrors = (error: Error) => error instanceof Problem && error.errors.length > 0
