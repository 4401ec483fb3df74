import { Trans } from '@lingui/react/macro'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import type { ShopConnection } from '../../api/types'
import { Button } from '../../ui/button'
import { ErrorState } from '../../ui/error-state'
import { Mark } from '../../ui/mark'
import { Section } from '../../ui/page'
import classes from './shop.module.css'
import { Disconnect } from './shop-health'
import { useApp } from './shop-query'
import { useShopWords } from './shop-words'

/** A shop that connects by itself once it has our app: what to do with that, and that it is awaited. */
export function ShopAwaited({ connection }: { connection: ShopConnection }) {
  const app = useApp(connection.id)
  const [leaving, setLeaving] = useState(false)
  const words = useShopWords()
  const before = connection.history.length > 0
  // An app's keys open nothing before the app is active.
  const refused = connection.problem?.reason === 'keys_refused' ? null : connection.problem
  return (
    <Section title={<bdi>{connection.address.replace(/^https?:\/\//, '')}</bdi>}>
      <p className={classes.state} role="status">
        <Mark kind={before || refused ? 'broken' : 'open'} />
        {before ? (
          <Trans>
            Die App wurde aus dem Shop entfernt, die Schlüssel sind vergessen. Was übernommen ist, bleibt.
            Lade die App wieder hoch, dann geht es weiter.
          </Trans>
        ) : refused ? (
          <span>{words.refusal(refused.reason, connection.kind, refused.detail)}</span>
        ) : connection.problem ? (
          <Trans>
            Der Shop hat sich gemeldet. Aktiviere die App in Shopware, dann geht es von selbst weiter.
          </Trans>
        ) : (
          <Trans>Wartet auf den Shop. Diese Anzeige springt von selbst um.</Trans>
        )}
      </p>
      <ol className={classes.steps} data-apart>
        <li>
          <p className="b">
            <Trans>Lade die App für diesen Shop herunter</Trans>
          </p>
          <p className={classes.hint}>
            <Trans>
              In der Datei steht ein Geheimnis, mit dem der Shop sich ausweist. Gib sie niemandem, und lösche
              sie nach dem Hochladen.
            </Trans>
          </p>
          <Button
            icon={IconDownload}
            variant={before ? undefined : 'primary'}
            loading={app.isPending}
            onClick={() => app.mutate(undefined, { onSuccess: save })}
          >
            <Trans>App herunterladen</Trans>
          </Button>
        </li>
        <li>
          <p className="b">
            <Trans>Lade sie in Shopware hoch</Trans>
          </p>
          <p className={classes.hint}>
            <Trans>
              Erweiterungen → Meine Erweiterungen → Erweiterung hochladen. Dann „Installieren“, die Rechte
              bestätigen und die App einschalten.
            </Trans>
          </p>
        </li>
        <li>
          <p className="b">
            <Trans>Der Shop meldet sich von selbst</Trans>
          </p>
          <p className={classes.hint}>
            <Trans>
              Nach einigen Sekunden beginnt Kundig mit der Vergangenheit. Lehnt Shopware die Installation ab,
              sagt es dort, warum.
            </Trans>
          </p>
        </li>
      </ol>
      {app.error && <ErrorState error={app.error} small />}
      <div className={classes.actions}>
        <Button size="small" variant="quiet" onClick={() => setLeaving(true)}>
          <Trans>Trennen</Trans>
        </Button>
      </div>
      {leaving && <Disconnect connection={connection} onClose={() => setLeaving(false)} />}
    </Section>
  )
}

function save(file: Blob) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = 'Kundig.zip'
  link.click()
  URL.revokeObjectURL(link.href)
}
