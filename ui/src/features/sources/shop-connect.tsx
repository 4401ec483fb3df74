import { Trans, useLingui } from '@lingui/react/macro'
import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useShop } from '../../api/session'
import { Button } from '../../ui/button'
import { Checkbox } from '../../ui/checkbox'
import { ErrorState } from '../../ui/error-state'
import { Fields, useFocusFirstError } from '../../ui/form'
import { Section } from '../../ui/page'
import { toast } from '../../ui/toast'
import classes from './shop.module.css'
import { useConnect } from './shop-query'
import { useShopWords } from './shop-words'

/** What to click in WooCommerce, and where to put what comes of it. */
export function ShopConnect({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const shop = useShop()
  const words = useShopWords()
  const connect = useConnect()
  const [address, setAddress] = useState(shop?.url ?? '')
  const [consumerKey, setConsumerKey] = useState('')
  const [consumerSecret, setConsumerSecret] = useState('')
  const [consentWording, setConsentWording] = useState('')
  const [eraseDeleted, setEraseDeleted] = useState(false)
  const [insideNetwork, setInsideNetwork] = useState(false)
  useFocusFirstError(connect.error)
  const error = (path: string) => words.fieldError(connect.error, path)
  const keysError = error('keys')
  const known = ['address', 'keys', 'keys.consumerKey', 'keys.consumerSecret', 'consentWording'].some(error)
  return (
    <Section title={t`WooCommerce verbinden`}>
      <form
        className={classes.connect}
        onSubmit={(event) => {
          event.preventDefault()
          if (!shop) return
          connect.mutate(
            {
              shopId: shop.id,
              kind: 'woocommerce',
              address,
              keys: { consumerKey: consumerKey.trim(), consumerSecret: consumerSecret.trim() },
              insideNetwork,
              eraseDeleted,
              consentWording,
            },
            {
              onSuccess: () => {
                toast(t`Der Shop ist verbunden.`)
                onClose()
              },
            },
          )
        }}
      >
        <ol className={classes.steps}>
          <li>
            <p className="b">
              <Trans>Wo ist der Shop?</Trans>
            </p>
            <TextInput
              label={t`Adresse des Shops`}
              placeholder="https://shop.example"
              inputMode="url"
              autoComplete="url"
              value={address}
              onChange={(event) => setAddress(event.currentTarget.value)}
              error={error('address')}
            />
          </li>
          <li>
            <p className="b">
              <Trans>Lege in WordPress Schlüssel für Kundig an</Trans>
            </p>
            <p className={classes.hint}>
              <Trans>
                WooCommerce → Einstellungen → Erweitert → REST-API → Schlüssel hinzufügen. Beschreibung:
                Kundig. Benutzer: jemand, der den Shop verwalten darf. Berechtigungen: Lesen/Schreiben. Dann
                „API-Schlüssel generieren“.
              </Trans>
            </p>
          </li>
          <li>
            <p className="b">
              <Trans>Kopiere beide hierher</Trans>
            </p>
            <p className={classes.hint}>
              <Trans>
                WordPress zeigt sie nur einmal. Kundig prüft sie sofort und bewahrt sie verschlüsselt auf.
              </Trans>
            </p>
            <Fields>
              <TextInput
                label={t`Kundenschlüssel (Consumer Key)`}
                placeholder="ck_…"
                autoComplete="off"
                spellCheck={false}
                value={consumerKey}
                onChange={(event) => setConsumerKey(event.currentTarget.value)}
                error={error('keys.consumerKey') ?? keysError}
              />
              <TextInput
                label={t`Kundengeheimnis (Consumer Secret)`}
                placeholder="cs_…"
                type="password"
                autoComplete="off"
                value={consumerSecret}
                onChange={(event) => setConsumerSecret(event.currentTarget.value)}
                error={error('keys.consumerSecret')}
              />
            </Fields>
          </li>
        </ol>
        <details className={classes.more}>
          <summary>
            <Trans>Newsletter in der Kasse, gelöschte Konten, eigenes Netz</Trans>
          </summary>
          <Fields>
            <Textarea
              label={t`Der Satz neben dem Newsletter-Häkchen in deiner Kasse`}
              description={t`Nur mit ihm ist ein Häkchen eine Einwilligung, die du nachweisen kannst. Ohne ihn übernimmt Kundig kein Häkchen. Gelesen werden die von „Mailchimp for WooCommerce“ und „MC4WP“.`}
              autosize
              minRows={2}
              maxLength={1000}
              value={consentWording}
              onChange={(event) => setConsentWording(event.currentTarget.value)}
              error={error('consentWording')}
            />
            <Checkbox
              checked={eraseDeleted}
              onChange={(event) => setEraseDeleted(event.currentTarget.checked)}
              label={t`Wen der Shop löscht, löscht auch Kundig, mit allem, was zu diesem Menschen führt`}
            />
            <Checkbox
              checked={insideNetwork}
              onChange={(event) => setInsideNetwork(event.currentTarget.checked)}
              label={t`Der Shop steht im eigenen Netz (auch Adressen wie 192.168.… und ohne TLS)`}
            />
          </Fields>
        </details>
        {connect.error && !known && <ErrorState error={connect.error} small />}
        <div className={classes.actions}>
          <Button
            type="submit"
            variant="primary"
            loading={connect.isPending}
            disabled={!address.trim() || !consumerKey.trim() || !consumerSecret.trim()}
          >
            <Trans>Prüfen und verbinden</Trans>
          </Button>
          <Button onClick={onClose} disabled={connect.isPending}>
            <Trans>Abbrechen</Trans>
          </Button>
        </div>
      </form>
    </Section>
  )
}
