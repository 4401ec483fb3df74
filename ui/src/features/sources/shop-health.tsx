import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ShopConnection } from '../../api/types'
import { Button, ButtonLink } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { ErrorState } from '../../ui/error-state'
import { Fact, Facts } from '../../ui/facts'
import { useFormat } from '../../ui/format-context'
import { Mark } from '../../ui/mark'
import { Section } from '../../ui/page'
import { place } from '../../ui/place'
import { toast } from '../../ui/toast'
import { When } from '../../ui/when'
import classes from './shop.module.css'
import { unreadableQuery, useConnectionAction, useDiscard, useDisconnect, useReplay } from './shop-query'
import { ShopSettings } from './shop-settings'
import { useShopWords } from './shop-words'

/** How it goes with one shop: past, live, comparison, what could not be read. */
export function ShopHealth({ connection }: { connection: ShopConnection }) {
  const { t } = useLingui()
  const words = useShopWords()
  const action = useConnectionAction(connection.id)
  const [open, setOpen] = useState<'settings' | 'disconnect' | null>(null)
  const running = connection.history.some((part) => part.running)
  const own = connection.live === 'sent'
  const withoutKeys = own || connection.byApp
  return (
    <Section
      title={<bdi>{connection.address.replace(/^https?:\/\//, '')}</bdi>}
      aside={
        <Button size="small" onClick={() => setOpen('settings')}>
          {withoutKeys ? <Trans>Regeln</Trans> : <Trans>Schlüssel und Regeln</Trans>}
        </Button>
      }
    >
      <p className={classes.state} role="status">
        <Mark kind={connection.problem ? 'broken' : running ? 'open' : 'holds'} />
        {connection.problem ? (
          <span>{words.refusal(connection.problem.reason, connection.kind, connection.problem.detail)}</span>
        ) : running ? (
          <Trans>Verbunden. Die Vergangenheit wird übernommen.</Trans>
        ) : own && connection.deliveries === 0 ? (
          <Trans>Verbunden. Der Shop hat noch nichts geschickt.</Trans>
        ) : own ? (
          <Trans>Verbunden.</Trans>
        ) : (
          <Trans>Verbunden, alles übernommen.</Trans>
        )}
      </p>
      {connection.problem && (
        <p className={classes.hint}>
          <Trans>
            Seit <When at={connection.problem.since} />. Nichts geht verloren: Was inzwischen geschieht, holt
            Kundig nach.
          </Trans>
        </p>
      )}
      <History connection={connection} />
      <Live connection={connection} />
      {connection.unreadable > 0 && <Unreadable connection={connection} />}
      {action.error && <ErrorState error={action.error} small />}
      <div className={classes.actions}>
        {!own && (
          <>
            <Button
              size="small"
              loading={action.isPending && action.variables === 'comparison'}
              onClick={() => action.mutate('comparison', { onSuccess: () => toast(t`Der Vergleich läuft.`) })}
            >
              <Trans>Jetzt vergleichen</Trans>
            </Button>
            <Button
              size="small"
              loading={action.isPending && action.variables === 'check'}
              onClick={() => action.mutate('check')}
            >
              <Trans>Verbindung prüfen</Trans>
            </Button>
          </>
        )}
        <Button size="small" variant="quiet" onClick={() => setOpen('disconnect')}>
          <Trans>Trennen</Trans>
        </Button>
      </div>
      {open === 'settings' && <ShopSettings connection={connection} onClose={() => setOpen(null)} />}
      {open === 'disconnect' && <Disconnect connection={connection} onClose={() => setOpen(null)} />}
    </Section>
  )
}

function History({ connection }: { connection: ShopConnection }) {
  const format = useFormat()
  const words = useShopWords()
  return (
    <ul className={classes.history}>
      {connection.history.map((part) => {
        const share = part.running ? (part.total ? Math.min(1, part.done / part.total) : 0) : 1
        const name = words.resource(part.resource)
        return (
          <li key={part.resource}>
            <span>{name}</span>
            <span
              className={classes.bar}
              role="progressbar"
              aria-label={name}
              aria-valuemin={0}
              aria-valuemax={100}
              aria-valuenow={Math.round(share * 100)}
            >
              <span style={{ width: `${share * 100}%` }} />
            </span>
            <span className={classes.figure}>
              {part.running && part.total ? (
                <Trans>
                  {format.number(part.done)} von {format.number(part.total)}
                </Trans>
              ) : (
                format.number(part.done)
              )}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

function Live({ connection }: { connection: ShopConnection }) {
  const { t } = useLingui()
  const format = useFormat()
  const own = connection.live === 'sent'
  const lag = connection.lagMillis === null ? null : Math.round(connection.lagMillis / 1000)
  return (
    <Facts>
      <Fact label={t`Neues kommt`}>
        {connection.live === 'webhooks' && connection.kind === 'magento' ? (
          <Trans>sofort, durch das Modul im Shop</Trans>
        ) : connection.live === 'webhooks' ? (
          <Trans>
            sofort ({format.number(connection.hooksActive)} von {format.number(connection.hooks)} Webhooks an)
          </Trans>
        ) : own ? (
          <Plural
            value={connection.deliveries}
            one="wenn der Shop es schickt (bisher # Datensatz)"
            other="wenn der Shop es schickt (bisher # Datensätze)"
          />
        ) : connection.pollsBecause === 'read_only' && connection.kind === 'magento' ? (
          <Trans>alle zwei Minuten; mit dem Kundig-Modul im Shop nach Sekunden (siehe Handbuch)</Trans>
        ) : connection.kind === 'shopware' ? (
          <Trans>alle zwei Minuten: Shopware meldet nur einer App, was geschieht</Trans>
        ) : connection.pollsBecause === 'read_only' ? (
          <Trans>alle zwei Minuten: Die Schlüssel dürfen nur lesen, so gibt es keine Webhooks</Trans>
        ) : (
          <Trans>alle zwei Minuten: Der Shop kann diesen Kundig nicht erreichen</Trans>
        )}
      </Fact>
      {connection.live === 'polling' && !own && (
        <Fact label={t`Zuletzt nachgesehen`}>
          {connection.lastPollAt ? (
            <When at={connection.lastPollAt} />
          ) : (
            <span className="t3">{t`noch nicht`}</span>
          )}
        </Fact>
      )}
      {(connection.live === 'webhooks' || own) && (
        <Fact label={t`Letzte Meldung`}>
          {connection.lastDeliveryAt ? (
            <>
              <When at={connection.lastDeliveryAt} />
              {lag !== null && (
                <span className="t2">
                  {' '}
                  {lag < 1 ? (
                    <Trans>(nach weniger als einer Sekunde)</Trans>
                  ) : (
                    <Trans>
                      ({format.duration(lag < 3600 ? `PT${lag}S` : `PT${Math.round(lag / 3600)}H`)} danach)
                    </Trans>
                  )}
                </span>
              )}
            </>
          ) : (
            <span className="t3">{t`noch keine`}</span>
          )}
        </Fact>
      )}
      {!own && (
        <Fact label={t`Letzter Vergleich`}>
          {connection.comparison ? (
            <>
              <When at={connection.comparison.at} />{' '}
              <span className="t2">
                <Plural
                  value={connection.comparison.mended}
                  _0="(alles gleich)"
                  one="(# Eintrag nachgeholt)"
                  other="(# Einträge nachgeholt)"
                />
              </span>
            </>
          ) : (
            <span className="t3">{t`in der kommenden Nacht`}</span>
          )}
        </Fact>
      )}
      {connection.waiting > 0 && <Fact label={t`Wird nachgefragt`}>{format.number(connection.waiting)}</Fact>}
    </Facts>
  )
}

function Unreadable({ connection }: { connection: ShopConnection }) {
  const { t } = useLingui()
  const words = useShopWords()
  const list = useQuery(unreadableQuery(connection.id))
  const all = useConnectionAction(connection.id)
  const replay = useReplay()
  const discard = useDiscard()
  const error = all.error ?? replay.error ?? discard.error
  return (
    <div className={classes.unreadable}>
      <h3>
        <Mark kind="missing" size={14} /> <Trans>Nicht lesbare Meldungen</Trans>
      </h3>
      <p className={classes.hint}>
        <Trans>
          Sie bleiben dreißig Tage erhalten und halten nichts auf. Nach einer Aktualisierung von Kundig oder
          des Shops kannst du sie noch einmal lesen lassen.
        </Trans>
      </p>
      <ul>
        {list.data?.items.map((delivery) => (
          <li key={delivery.id}>
            <span>
              <span className="mono">{delivery.topic}</span> ·{' '}
              <When at={delivery.receivedAt} className="t2" />
              <br />
              {words.unreadable(delivery.reason)}{' '}
              {delivery.detail && delivery.reason !== 'not_json' && (
                <span className="mono t3">{delivery.detail}</span>
              )}
            </span>
            <span className={classes.pair}>
              {delivery.person && (
                <ButtonLink size="small" {...place(`/customers/${delivery.person}`)}>
                  <Trans>Zum Kunden</Trans>
                </ButtonLink>
              )}
              <Button
                size="small"
                onClick={() => replay.mutate(delivery.id)}
                aria-label={t`${delivery.topic} noch einmal lesen`}
              >
                <Trans>Noch einmal lesen</Trans>
              </Button>
              <Button
                size="small"
                variant="quiet"
                onClick={() => discard.mutate(delivery.id)}
                aria-label={t`${delivery.topic} verwerfen`}
              >
                <Trans>Verwerfen</Trans>
              </Button>
            </span>
          </li>
        ))}
      </ul>
      {error && <ErrorState error={error} small />}
      {connection.unreadable > 1 && (
        <div className={classes.actions}>
          <Button size="small" loading={all.isPending} onClick={() => all.mutate('replay')}>
            <Trans>Alle noch einmal lesen</Trans>
          </Button>
        </div>
      )}
    </div>
  )
}

/** New data stops coming, so this asks. */
export function Disconnect({ connection, onClose }: { connection: ShopConnection; onClose: () => void }) {
  const { t } = useLingui()
  const disconnect = useDisconnect(connection.id)
  return (
    <Dialog title={t`Shop trennen`} onClose={onClose}>
      <div className={classes.dialog}>
        <p>
          <Trans>
            Kundig nimmt seine Webhooks aus dem Shop und vergisst die Schlüssel. Was übernommen ist, bleibt;
            Neues kommt nicht mehr. Du kannst denselben Shop jederzeit wieder verbinden, nichts wird doppelt.
          </Trans>
        </p>
        {disconnect.error && <ErrorState error={disconnect.error} small />}
        <div className={classes.actions}>
          <Button
            variant="danger"
            loading={disconnect.isPending}
            onClick={() =>
              disconnect.mutate(undefined, {
                onSuccess: () => {
                  toast(t`Der Shop ist getrennt.`)
                  onClose()
                },
              })
            }
          >
            <Trans>Trennen</Trans>
          </Button>
          <Button onClick={onClose}>
            <Trans>Verbunden lassen</Trans>
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
