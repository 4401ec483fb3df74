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
import { entered, type Keys, ShopKeys } from './shop-keys'
import { kindOf, useShopKinds } from './shop-kinds'
import { useChange } from './shop-query'
import { useShopWords } from './shop-words'

/** New keys, and what is taken over. Empty keys stay as they are. */
export function ShopSettings({ connection, onClose }: { connection: ShopConnection; onClose: () => void }) {
  const { t } = useLingui()
  const words = useShopWords()
  const change = useChange(connection.id)
  const kinds = useShopKinds()
  const known = kindOf(kinds, connection.kind)
  const kind = connection.byApp ? { ...known, keys: [] } : known
  const [keys, setKeys] = useState<Keys>({})
  const [wording, setWording] = useState(connection.settings.consentWording ?? '')
  const [sms, setSms] = useState(connection.settings.smsWording ?? '')
  const [erase, setErase] = useState(connection.settings.eraseDeleted)
  const error = (path: string) => words.fieldError(change.error, path, kind.kind)
  const paths = kind.keys.map((key) => `keys.${key.name}`)
  const shown = ['keys', 'address', 'consentWording', 'smsWording', ...paths].some(error)
  const withKeys = Object.keys(entered(keys)).length > 0
  return (
    <Dialog title={kind.keys.length > 0 ? t`Schlüssel und Regeln` : t`Regeln`} onClose={onClose}>
      <form
        className={classes.dialog}
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate(
            {
              keys: withKeys ? entered(keys) : undefined,
              eraseDeleted: erase,
              consentWording: wording,
              smsWording: kind.kind === 'shopify' ? sms : undefined,
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
          label={words.sentence(kind.kind)}
          description={t`Leer: Kundig übernimmt kein Häkchen.`}
          autosize
          minRows={2}
          maxLength={1000}
          value={wording}
          onChange={(event) => setWording(event.currentTarget.value)}
          error={error('consentWording')}
        />
        {kind.kind === 'shopify' && (
          <Textarea
            label={t`Der Satz neben dem Häkchen für SMS`}
            description={t`Leer: Kundig übernimmt nur Abmeldungen von SMS.`}
            autosize
            minRows={2}
            maxLength={1000}
            value={sms}
            onChange={(event) => setSms(event.currentTarget.value)}
            error={error('smsWording')}
          />
        )}
        <Checkbox
          checked={erase}
          onChange={(event) => setErase(event.currentTarget.checked)}
          label={t`Wen der Shop löscht, löscht auch Kundig, mit allem, was zu diesem Menschen führt`}
        />
        <ShopKeys
          kind={kind}
          keys={keys}
          fresh
          hint={t`Leer: Die Schlüssel bleiben, wie sie sind.`}
          error={(path) => error(path) ?? (path === 'keys' ? error('address') : undefined)}
          onChange={setKeys}
        />
        {kind.kind === 'shopify' && (
          <TextInput
            label={t`Adresse für Anfragen zum Datenschutz`}
            description={t`Trage sie in den Einstellungen der App für die drei „compliance“-Themen ein.`}
            readOnly
            value={connection.hookAddress}
            onFocus={(event) => event.currentTarget.select()}
          />
        )}
        {change.error && !shown && <ErrorState error={change.error} small />}
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
