import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useFormat } from '../../ui/format-context'
import type { Condition } from './condition'
import classes from './count-panel.module.css'
import { previewQuery } from './segment-query'

interface Props {
  condition: Condition
  shopId: number | null
  /** The exact number is there: now it may be asked who of them can be written to. */
  ready: boolean
}

/** How many of them may be written to, by each channel anybody of them can be reached on. */
export function Reach({ condition, shopId, ready }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const query = useQuery({
    ...previewQuery({ condition, shopId }, true, 1, true),
    enabled: ready,
    placeholderData: undefined,
  })
  const { data } = query
  if (!data || data.count === 0) return null
  const names: Record<string, string> = {
    email: t`E-Mail`,
    sms: t`SMS`,
    whatsapp: t`WhatsApp`,
    push: t`Push`,
    post: t`Post`,
  }
  const shown = data.reach.filter((one) => one.count > 0 || one.channel === 'email')
  return (
    <section className={classes.block}>
      <div className={classes.head}>
        <h2>
          <Trans>Davon erreichbar</Trans>
        </h2>
      </div>
      <dl className={classes.reach}>
        {shown.map(({ channel, count }) => (
          <div key={channel}>
            <dt>{names[channel] ?? channel}</dt>
            <dd>
              <b>{format.number(count)}</b> <span>{format.percent(count / data.count)}</span>
            </dd>
          </div>
        ))}
      </dl>
      <p className={classes.note}>
        <Trans>Mit Adresse, Erlaubnis für Werbung und ohne Sperre.</Trans>
      </p>
    </section>
  )
}
