import { Trans, useLingui } from '@lingui/react/macro'

import {
  IconArrowRight,
  IconBuildingStore,
  IconFileSpreadsheet,
  IconPlugConnected,
  IconWorld,
} from '@tabler/icons-react'

import { useQuery } from '@tanstack/react-query'
import { onboardingQuery } from '../../api/onboarding'
import { useSession, useShop } from '../../api/session'
import { Button, ButtonLink } from '../../ui/button'
import { useHasRoute } from '../../ui/has-route'
import { Icon } from '../../ui/icon'
import { Mark } from '../../ui/mark'
import { place } from '../../ui/place'
import { ClientSnippet } from './client-snippet'
import { SecretLine } from './secret-line'
import classes from './setup-connect.module.css'
import { SetupFrame, type SetupFrameState } from './setup-frame'
import { SiteTag } from './site-tag'

interface Props {
  frame: SetupFrameState
  connected: boolean
  onBack: () => void
  onNext: () => void
}

/** A Segment client with our address, or a file; says at once when the first event is here. */
export function ConnectStep({ frame, connected, onBack, onNext }: Props) {
  const { t } = useLingui()
  const shop = useShop()
  const { demo } = useSession()
  const has = useHasRoute()
  useQuery({ ...onboardingQuery, refetchInterval: connected ? false : 3_000 })
  return (
    <SetupFrame
      {...frame}
      title={t`Shop verbinden`}
      sentence={t`Kundig versteht die Aufrufe von Segment. Jede Segment-Bibliothek funktioniert, du änderst nur die Adresse.`}
      footer={
        <>
          <Button size="large" onClick={onBack}>
            <Trans>Zurück</Trans>
          </Button>
          <Button variant="primary" size="large" iconAfter={IconArrowRight} onClick={onNext}>
            {connected ? <Trans>Weiter</Trans> : <Trans>Später verbinden</Trans>}
          </Button>
        </>
      }
    >
      <p className={classes.state} data-on={connected || undefined} role="status">
        <Mark kind={connected ? 'holds' : 'open'} />
        {connected ? (
          <Trans>Verbunden: Das erste Ereignis ist angekommen.</Trans>
        ) : (
          <Trans>Wartet auf das erste Ereignis. Diese Anzeige springt von selbst um.</Trans>
        )}
      </p>
      {has('/data/shop') && (
        <section className={classes.way}>
          <h2>
            <Icon of={IconBuildingStore} /> <Trans>WooCommerce, Shopify, Shopware oder Magento</Trans>
          </h2>
          <p className="t2">
            <Trans>
              Alle Kunden und Bestellungen von früher, und was ab jetzt geschieht, ohne Code im Shop.
            </Trans>
          </p>
          <div className={classes.action}>
            <ButtonLink {...place('/data/shop')}>
              <Trans>Shop verbinden</Trans>
            </ButtonLink>
          </div>
        </section>
      )}
      {shop && (
        <section className={classes.way}>
          <h2>
            <Icon of={IconWorld} /> <Trans>Auf den Seiten des Shops</Trans>
          </h2>
          <SiteTag shop={shop} />
        </section>
      )}
      <section className={classes.way}>
        <h2>
          <Icon of={IconPlugConnected} /> <Trans>Aus dem Shop-Server</Trans>
        </h2>
        {shop && (
          <>
            <SecretLine label={t`Schreibschlüssel`} value={shop.writeKey} />
            <ClientSnippet writeKey={shop.writeKey} />
          </>
        )}
      </section>
      <section className={classes.way}>
        <h2>
          <Icon of={IconFileSpreadsheet} /> <Trans>Aus einer Datei</Trans>
        </h2>
        <p className="t2">
          <Trans>
            Kunden und Bestellungen als CSV oder Excel: Kundig zeigt vorher, was daraus wird, und verschickt
            dabei nichts.
          </Trans>
        </p>
        {has('/data/imports') && (
          <div className={classes.action}>
            <ButtonLink {...place('/data/imports')}>
              <Trans>Datei einlesen</Trans>
            </ButtonLink>
          </div>
        )}
      </section>
      <p className={classes.demo}>
        {demo ? (
          <Trans>Das hier ist der Beispielshop: Alle Menschen und Bestellungen sind erfunden.</Trans>
        ) : (
          <Trans>
            Erst ansehen? <code>bin/run --demo</code> füllt einen leeren Datenordner mit einem Beispielshop.
          </Trans>
        )}
      </p>
    </SetupFrame>
  )
}
