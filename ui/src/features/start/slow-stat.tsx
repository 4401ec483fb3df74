import { Trans, useLingui } from '@lingui/react/macro'
import type { Dashboard } from '../../api/types'
import { useFormat } from '../../ui/format-context'
import type { Period } from '../../ui/period'
import { Behind } from './behind'
import classes from './slow-stat.module.css'

/** Figures about a whole customer life have no day: now and before as two bars. */
export function SlowStat({
  kind,
  dashboard,
  period,
}: {
  kind: 'repeatRate' | 'clv'
  dashboard: Dashboard
  period: Period
}) {
  const { t } = useLingui()
  const format = useFormat()
  const { repeatRate, clv } = dashboard.stats
  const [now, before] =
    kind === 'repeatRate'
      ? [repeatRate.value, repeatRate.previous]
      : [clv.value && Number(clv.value.amount), clv.previous && Number(clv.previous.amount)]
  const show = (value: number | null) =>
    value === null
      ? '–'
      : kind === 'repeatRate'
        ? format.percent(value)
        : format.money({ amount: String(value), currency: dashboard.currency })
  const most = kind === 'repeatRate' ? 1 : Math.max(now ?? 0, before ?? 0, 1)
  const day = format.dayLong(dashboard.period.to)
  const dayBefore = format.dayLong(dashboard.previous.to)
  return (
    <div className={classes.box}>
      <div className={classes.bars}>
        <Bar label={t`am ${day}`} value={show(now)} share={(now ?? 0) / most} strong />
        <Bar label={t`am ${dayBefore}`} value={show(before)} share={(before ?? 0) / most} />
      </div>
      <p className={classes.sentence}>
        {kind === 'repeatRate' ? (
          <Trans>
            Gezählt wird über die ganze Zeit, nicht nur im Zeitraum: wer bis zu dem Tag bestellt hat, und wer
            davon mehr als einmal. Deshalb bewegt sie sich langsam.
          </Trans>
        ) : (
          <Trans>
            Bisheriger Umsatz nach Erstattungen je Mensch, der mindestens einmal bestellt hat. Was noch kommt,
            steckt nicht darin.
          </Trans>
        )}{' '}
        <Behind kind={kind} period={period} />
      </p>
    </div>
  )
}

function Bar({
  label,
  value,
  share,
  strong,
}: {
  label: string
  value: string
  share: number
  strong?: boolean
}) {
  return (
    <div className={classes.bar} data-strong={strong || undefined}>
      <span className={classes.label}>{label}</span>
      <span className={classes.track}>
        <span className={classes.fill} style={{ width: `${Math.max(0, Math.min(1, share)) * 100}%` }} />
      </span>
      <b className="num">{value}</b>
    </div>
  )
}
