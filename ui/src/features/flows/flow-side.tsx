import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Flow } from '../../api/types'
import { Button } from '../../ui/button'
import { ErrorState } from '../../ui/error-state'
import { Fact, Facts } from '../../ui/facts'
import { useFormat } from '../../ui/format-context'
import { useHasRoute } from '../../ui/has-route'
import type { Period } from '../../ui/period'
import { usePeriodNames } from '../../ui/period-picker'
import { place } from '../../ui/place'
import { toast } from '../../ui/toast'
import { useActivation } from './flow-query'
import classes from './flow-side.module.css'
import { useFlowWords } from './flow-words'

/** Right column: what it earned, its rules. */
export function FlowSide({ flow, period }: { flow: Flow; period: Period }) {
  return (
    <>
      <Earned flow={flow} period={period} />
      <Rules flow={flow} />
    </>
  )
}

/** On and off, with what it means for the people inside. */
export function Switching({ flow: { flow } }: { flow: Flow }) {
  const { t } = useLingui()
  const activation = useActivation(flow.id)
  const waiting = flow.figures.waiting
  const live = flow.state === 'live'
  const switchTo = (on: boolean) =>
    activation.mutate(on, {
      onSuccess: () =>
        toast(on ? t`Läuft. Ab jetzt kommen Menschen dazu.` : t`Pausiert. Alle bleiben, wo sie sind.`, {
          undo: () => activation.mutate(!on),
        }),
    })
  return (
    <section>
      <h2 className={classes.head}>
        {live ? (
          <Trans>Der Flow läuft</Trans>
        ) : flow.state === 'paused' ? (
          <Trans>Der Flow ist pausiert</Trans>
        ) : (
          <Trans>Noch ein Entwurf</Trans>
        )}
      </h2>
      <p className={classes.text}>
        {live
          ? plural(waiting, {
              0: 'Gerade ist niemand drin. Pausierst du ihn, kommt niemand dazu.',
              one: 'Pausieren hält einen Menschen an. Er fällt nicht raus und macht weiter, sobald du wieder einschaltest.',
              other:
                'Pausieren hält # Menschen an. Niemand fällt raus, alle machen weiter, sobald du wieder einschaltest.',
            })
          : flow.state === 'paused'
            ? plural(waiting, {
                0: 'Niemand wartet darin. Nach dem Einschalten kommen wieder Menschen dazu.',
                one: 'Ein Mensch wartet. Nach dem Einschalten macht er weiter, wo er war.',
                other: '# Menschen warten. Nach dem Einschalten machen sie weiter, wo sie waren.',
              })
            : t`Nach dem Einschalten beginnt er für alle, die ab dann etwas tun. Wer es vorher getan hat, bekommt nichts.`}
      </p>
      {activation.error && <ErrorState error={activation.error} small />}
      <Button
        variant={live ? 'default' : 'primary'}
        icon={live ? IconPlayerPause : IconPlayerPlay}
        loading={activation.isPending}
        onClick={() => switchTo(!live)}
      >
        {live ? <Trans>Pausieren</Trans> : <Trans>Einschalten</Trans>}
      </Button>
    </section>
  )
}

function Earned({ flow: { flow }, period }: { flow: Flow; period: Period }) {
  const { t } = useLingui()
  const format = useFormat()
  const names = usePeriodNames()
  const has = useHasRoute()
  const f = flow.figures
  const share = (rate: number | null) => (rate === null ? '–' : format.percent(rate))
  const days = { from: period.from, to: period.to, period: 'custom' }
  const people = (metric: string, value: ReactNode, count: number) =>
    count > 0 && has('/reports/people') ? (
      <Link {...place('/reports/people', { ...days, metric, flow: flow.id })}>{value}</Link>
    ) : (
      value
    )
  const orders = (value: ReactNode) =>
    f.orders > 0 && has('/reports/orders') ? (
      <Link {...place('/reports/orders', { ...days, flow: flow.id })}>{value}</Link>
    ) : (
      value
    )
  return (
    <section className={classes.block}>
      <h2 className={classes.head}>{names.of(period)}</h2>
      <Facts>
        <Fact label={t`Zugeordneter Umsatz`}>{f.recipients ? orders(format.money(f.revenue)) : '–'}</Fact>
        <Fact label={t`Je Empfänger`}>
          {f.revenuePerRecipient ? format.money(f.revenuePerRecipient) : '–'}
        </Fact>
        <Fact label={t`Bestellungen`}>{f.orders ? orders(format.number(f.orders)) : '–'}</Fact>
        <Fact label={t`Empfänger`}>
          {f.recipients ? people('recipients', format.number(f.recipients), f.recipients) : '–'}
        </Fact>
        <Fact label={t`Geöffnet`}>{people('openers', share(f.openRate), f.opens)}</Fact>
        <Fact label={t`Geklickt`}>{people('clickers', share(f.clickRate), f.clicks)}</Fact>
        <Fact label={t`Abmeldungen`}>
          {f.unsubscribes ? people('unsubscribed', format.number(f.unsubscribes), f.unsubscribes) : '–'}
        </Fact>
      </Facts>
      <p className={classes.note}>
        <Trans>
          Geöffnet und geklickt zählen nur Menschen, die das Messen erlaubt haben, ohne Programme.
        </Trans>
      </p>
    </section>
  )
}

function Rules({ flow: { flow, definition } }: { flow: Flow }) {
  const { t } = useLingui()
  const format = useFormat()
  const words = useFlowWords()
  const filters = definition.filters.map(words.filter)
  const exits = definition.exitOn.map(words.metric)
  return (
    <section className={classes.block}>
      <h2 className={classes.head}>
        <Trans>Regeln</Trans>
      </h2>
      <Facts>
        <Fact label={t`Wie oft`}>{words.reentry(definition.reentry.days)}</Fact>
        {filters.length > 0 && <Fact label={t`Vor jeder Mail nur, wer`}>{format.list(filters)}</Fact>}
        {exits.length > 0 && <Fact label={t`Endet, wenn jemand`}>{format.either(exits)}</Fact>}
        <Fact label={t`Fassung`}>{format.number(flow.version)}</Fact>
      </Facts>
    </section>
  )
}
