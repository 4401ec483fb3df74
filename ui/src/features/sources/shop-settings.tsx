import { Trans, useLingui } from '@lingui/react/macro'
import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ShopConnection } from '../../api/types'
import { Button } from '../../ui/button'
import { Checkbox } from '../../ui/checkbox'
import { Dialog } from '../../ui/dialog'
import { ErrorState } from '../../ui/error-state'
import { toast } from '../../ui/toast'
import classes from './shop.module.css'
import { useChange } from './shop-query'
import { useShopWords } from './shop-words'

/** New keys, and what is taken over. Empty keys stay as they are. */
export function ShopSettings({ connection, onClose }: { connection: ShopConnection; onClose: () => void }) {
  const { t } = useLingui()
  const words = useShopWords()
  const change = useChange(connection.id)
  const [consumerKey, setConsumerKey] = useState('')
  const [consumerSecret, setConsumerSecret] = useState('')
  const [wording, setWording] = useState(connection.settings.consentWording ?? '')
  const [erase, setErase] = useState(connection.settings.eraseDeleted)
  const error = (path: string) => words.fieldError(change.error, path)
  const known = ['keys', 'keys.consumerKey', 'keys.consumerSecret', 'address', 'consentWording'].some(error)
  const withKeys = consumerKey.trim() !== '' || consumerSecret.trim() !== ''
  return (
    <Dialog title={t`Schlüssel und Regeln`} onClose={onClose}>
      <form
        className={classes.dialog}
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate(
            {
              keys: withKeys
                ? { consumerKey: consumerKey.trim(), consumerSecret: consumerSecret.trim() }
                : undefined,
              eraseDeleted: erase,
              consentWording: wording,
            },
            {
              onSuccess: () => {
                toast(t`Gespeichert.`)
                onClose()
              },
            },
          )
        }}
      >
        <Textarea
          label={t`Der Satz neben dem Newsletter-Häkchen in deiner Kasse`}
          description={t`Leer: Kundig übernimmt kein Häkchen.`}
          autosize
          minRows={2}
          maxLength={1000}
          value={wording}
          onChange={(event) => setWording(event.currentTarget.value)}
          error={error('consentWording')}
        />
        <Checkbox
          checked={erase}
          onChange={(event) => setErase(event.currentTarget.checked)}
          label={t`Wen der Shop löscht, löscht auch Kundig, mit allem, was zu diesem Menschen führt`}
        />
        <TextInput
          label={t`Neuer Kundenschlüssel (Consumer Key)`}
          description={t`Leer: Die Schlüssel bleiben, wie sie sind.`}
          placeholder="ck_…"
          autoComplete="off"
          spellCheck={false}
          value={consumerKey}
          onChange={(event) => setConsumerKey(event.currentTarget.value)}
          error={error('keys.consumerKey') ?? error('keys') ?? error('address')}
        />
        <TextInput
          label={t`Neues Kundengeheimnis (Consumer Secret)`}
          placeholder="cs_…"
          type="password"
          autoComplete="off"
          value={consumerSecret}
          onChange={(event) => setConsumerSecret(event.currentTarget.value)}
          error={error('keys.consumerSecret')}
        />
        {change.error && !known && <ErrorState error={change.error} small />}
        <div className={classes.actions}>
          <Button type="submit" variant="primary" loading={change.isPending}>
            <Trans>Speichern</Trans>
          </Button>
          <Button onClick={onClose}>
            <Trans>Abbrechen</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
