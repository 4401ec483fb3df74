import { Trans, useLingui } from '@lingui/react/macro'
import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useShop } from '../../api/session'
import { Button } from '../../ui/button'
import { Checkbox } from '../../ui/checkbox'
import { ErrorState } from '../../ui/error-state'
import { Fields, SelectField, useFocusFirstError } from '../../ui/form'
import { Section } from '../../ui/page'
import { toast } from '../../ui/toast'
import classes from './shop.module.css'
import { entered, isComplete, type Keys, ShopKeys } from './shop-keys'
import { type KindName, kindOf, useShopKinds } from './shop-kinds'
import { useConnect } from './shop-query'
import { useShopWords } from './shop-words'

/** Which shop system, what to click there, and where to put what comes of it. */
export function ShopConnect({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const shop = useShop()
  const words = useShopWords()
  const connect = useConnect()
  const kinds = useShopKinds()
  const [name, setName] = useState<KindName>('woocommerce')
  const kind = kinds[name]
  const [address, setAddress] = useState(shop?.url ?? '')
  const [keys, setKeys] = useState<Keys>({})
  const [byApp, setByApp] = useState(true)
  const [consentWording, setConsentWording] = useState('')
  const [eraseDeleted, setEraseDeleted] = useState(false)
  const [insideNetwork, setInsideNetwork] = useState(false)
  useFocusFirstError(connect.error)
  const error = (path: string) => words.fieldError(connect.error, path, kind.kind)
  const paths = kind.keys.map((key) => `keys.${key.name}`)
  const known = ['address', 'keys', 'consentWording', ...paths].some(error)
  const app = kind.app === true && byApp
  const asked = kind.keys.length > 0 && !app
  return (
    <Section title={t`Shop verbinden`}>
      <form
        className={classes.connect}
        onSubmit={(event) => {
          event.preventDefault()
          if (!shop) return
          connect.mutate(
            {
              shopId: shop.id,
              kind: kind.kind,
              address,
              keys: app ? {} : entered(keys),
              app,
              insideNetwork,
              eraseDeleted,
              consentWording,
            },
            {
              onSuccess: () => {
                if (!app) toast(t`Der Shop ist verbunden.`)
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
            <SelectField
              label={t`Shop-System`}
              value={name}
              onChange={(event) => {
                setName(kindOf(kinds, event.currentTarget.value).kind)
                setKeys({})
                connect.reset()
              }}
              data={Object.values(kinds).map((one) => ({ value: one.kind, label: one.name }))}
            />
            <TextInput
              label={t`Adresse des Shops`}
              placeholder={kind.address}
              inputMode="url"
              autoComplete="url"
              value={address}
              onChange={(event) => setAddress(event.currentTarget.value)}
              error={error('address')}
            />
            {kind.app && (
              <SelectField
                label={t`Verbinden mit`}
                value={byApp ? 'app' : 'keys'}
                onChange={(event) => {
                  setByApp(event.currentTarget.value === 'app')
                  connect.reset()
                }}
                data={[
                  { value: 'app', label: t`einer App (Neues kommt sofort)` },
                  {
                    value: 'keys',
                    label: t`Schlüsseln (alle zwei Minuten)`,
                  },
                ]}
              />
            )}
          </li>
          <li>
            {kind.kind === 'shopify' && <ShopifySteps />}
            {kind.kind === 'woocommerce' && <WooCommerceSteps />}
            {kind.kind === 'magento' && <MagentoSteps />}
            {kind.kind === 'shopware' && (app ? <ShopwareAppSteps /> : <ShopwareKeysSteps />)}
            {kind.kind === 'own' && <OwnSteps />}
          </li>
          {asked && (
            <li>
              <p className="b">
                {kind.keys.length > 2 ? (
                  <Trans>Kopiere alle vier hierher</Trans>
                ) : (
                  <Trans>Kopiere beide hierher</Trans>
                )}
              </p>
              <p className={classes.hint}>
                <Trans>Kundig prüft sie sofort und bewahrt sie verschlüsselt auf.</Trans>
              </p>
              <Fields>
                <ShopKeys kind={kind} keys={keys} error={error} onChange={setKeys} />
              </Fields>
            </li>
          )}
        </ol>
        <details className={classes.more}>
          <summary>
            <Trans>Newsletter in der Kasse, gelöschte Konten, eigenes Netz</Trans>
          </summary>
          <Fields>
            <Textarea
              label={words.sentence(kind.kind)}
              description={
                kind.kind !== 'woocommerce'
                  ? t`Nur mit ihm ist ein Häkchen eine Einwilligung, die du nachweisen kannst. Ohne ihn übernimmt Kundig nur Abmeldungen.`
                  : t`Nur mit ihm ist ein Häkchen eine Einwilligung, die du nachweisen kannst. Ohne ihn übernimmt Kundig kein Häkchen. Gelesen werden die von „Mailchimp for WooCommerce“ und „MC4WP“.`
              }
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
            {(asked || app) && (
              <Checkbox
                checked={insideNetwork}
                onChange={(event) => setInsideNetwork(event.currentTarget.checked)}
                label={t`Der Shop steht im eigenen Netz (auch Adressen wie 192.168.… und ohne TLS)`}
              />
            )}
          </Fields>
        </details>
        {connect.error && !known && <ErrorState error={connect.error} small />}
        <div className={classes.actions}>
          <Button
            type="submit"
            variant="primary"
            loading={connect.isPending}
            disabled={!address.trim() || (!app && !isComplete(kind, keys))}
          >
            {app ? (
              <Trans>Weiter zur App</Trans>
            ) : asked ? (
              <Trans>Prüfen und verbinden</Trans>
            ) : (
              <Trans>Verbinden</Trans>
            )}
          </Button>
          <Button onClick={onClose} disabled={connect.isPending}>
            <Trans>Abbrechen</Trans>
          </Button>
        </div>
      </form>
    </Section>
  )
}

function WooCommerceSteps() {
  return (
    <>
      <p className="b">
        <Trans>Lege in WordPress Schlüssel für Kundig an</Trans>
      </p>
      <p className={classes.hint}>
        <Trans>
          WooCommerce → Einstellungen → Erweitert → REST-API → Schlüssel hinzufügen. Beschreibung: Kundig.
          Benutzer: jemand, der den Shop verwalten darf. Berechtigungen: Lesen/Schreiben. Dann „API-Schlüssel
          generieren“. WordPress zeigt sie nur einmal.
        </Trans>
      </p>
    </>
  )
}

function ShopifySteps() {
  return (
    <>
      <p className="b">
        <Trans>Lege in Shopify eine App für Kundig an</Trans>
      </p>
      <p className={classes.hint}>
        <Trans>
          Einstellungen → Apps → Apps entwickeln → Dev Dashboard → App erstellen, Name: Kundig. Zugriffsrechte
          (Scopes): read_customers, read_orders, read_all_orders, read_products. Version veröffentlichen, App
          im Shop installieren. Die Client-ID und das Geheimnis stehen in der App unter „Settings“. Die
          Adresse des Shops ist die, die auf .myshopify.com endet.
        </Trans>
      </p>
    </>
  )
}

function OwnSteps() {
  return (
    <>
      <p className="b">
        <Trans>Deine Entwicklerin schickt, was der Shop hat</Trans>
      </p>
      <p className={classes.hint}>
        <Trans>
          Kunden, Bestellungen und Produkte kommen über die Schnittstelle, erst die Vergangenheit, dann jede
          Änderung. Das ist etwa eine Stunde Arbeit; das Handbuch sagt unter „Jeder andere Shop“ jeden
          Schritt. Nötig ist ein geheimer Schlüssel (Einstellungen → Schlüssel).
        </Trans>
      </p>
    </>
  )
}

function MagentoSteps() {
  return (
    <>
      <p className="b">
        <Trans>Lege in Magento eine Integration für Kundig an</Trans>
      </p>
      <p className={classes.hint}>
        <Trans>
          System → Integrationen → Neue Integration hinzufügen, Name: Kundig. Unter „API“ den Zugriff auf
          Verkäufe, Katalog, Kunden, Warenkorbpreisregeln, Quellen des Bestands und Shops geben (oder auf
          alles). Speichern, dann „Aktivieren“ und „Erlauben“. Magento zeigt vier Werte.
        </Trans>
      </p>
      <p className={classes.hint}>
        <Trans>
          Mit allen vieren unterschreibt Kundig jede Frage, so wie es Magento ab 2.4.4 verlangt. Der
          Zugriffstoken allein reicht nur in älteren Shops, oder wo unter Shops → Konfiguration → Dienste →
          OAuth → Verbraucher-Einstellungen „OAuth-Zugriffstokens als eigenständige Bearer-Tokens erlauben“
          auf Ja steht.
        </Trans>
      </p>
    </>
  )
}

function ShopwareAppSteps() {
  return (
    <>
      <p className="b">
        <Trans>Kundig macht eine App für deinen Shop</Trans>
      </p>
      <p className={classes.hint}>
        <Trans>
          Du lädst sie gleich hier herunter und in Shopware hoch. Sie enthält kein Programm, nur was Kundig
          lesen darf und wohin der Shop Neues meldet. Nimm die Adresse, die der Shop selbst kennt (APP_URL).
        </Trans>
      </p>
    </>
  )
}

function ShopwareKeysSteps() {
  return (
    <>
      <p className="b">
        <Trans>Lege in Shopware eine Integration für Kundig an</Trans>
      </p>
      <p className={classes.hint}>
        <Trans>
          Einstellungen → System → Integrationen → Integration hinzufügen, Name: Kundig. Als Administrator,
          oder mit einer Rolle, die Kunden, Bestellungen, Newsletter-Empfänger, Produkte, Promotions und
          Verkaufskanäle lesen darf. Shopware zeigt den Sicherheitsschlüssel nur einmal.
        </Trans>
      </p>
    </>
  )
}
