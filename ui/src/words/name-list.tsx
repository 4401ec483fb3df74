import { Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { type PeopleListDetail, useSaveList } from '../api/people-lists'
import type { PeopleList } from '../api/types'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { ErrorState } from '../ui/error-state'
import { Fields, fieldError } from '../ui/form'

interface Props {
  /** The one to be renamed. */
  list?: PeopleList
  /** The one whose people the new one has too. */
  copyOf?: PeopleList
  onClose: () => void
  onSaved?: (saved: PeopleListDetail) => void
}

/** Name and description of a new list, a copy or one that is there. */
export function NameList({ list, copyOf, onClose, onSaved }: Props) {
  const { t } = useLingui()
  const save = useSaveList()
  const [name, setName] = useState(list?.name ?? (copyOf ? t`${copyOf.name} (Kopie)` : ''))
  const [description, setDescription] = useState(list?.description ?? copyOf?.description ?? '')
  const submit = () =>
    save.mutate(
      { id: list?.id, copyOf: copyOf?.id, name: name.trim(), description: description.trim() },
      {
        onSuccess: (saved) => {
          onClose()
          onSaved?.(saved)
        },
      },
    )
  return (
    <Dialog
      title={list ? t`Liste umbenennen` : copyOf ? t`Liste kopieren` : t`Liste anlegen`}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>
            <Trans>Abbrechen</Trans>
          </Button>
          <Button
            variant="primary"
            type="submit"
            form="name-list"
            disabled={name.trim() === ''}
            loading={save.isPending}
          >
            {list ? <Trans>Speichern</Trans> : <Trans>Anlegen</Trans>}
          </Button>
        </>
      }
    >
      <form
        id="name-list"
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() !== '') submit()
        }}
      >
        <Fields>
          <TextInput
            label={t`Name`}
            data-autofocus
            maxLength={120}
            value={name}
            error={fieldError(save.error, 'name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={t`Wofür sie da ist`}
            maxLength={1000}
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
        </Fields>
      </form>
      {save.error && !fieldError(save.error, 'name') && <ErrorState error={save.error} small />}
    </Dialog>
  )
}
