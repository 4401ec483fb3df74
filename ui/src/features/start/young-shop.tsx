import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { Dashboard, Onboarding } from '../../api/types'
import { Fact, Facts } from '../../ui/facts'
import { useFormat } from '../../ui/format-context'
import { Page } from '../../ui/page'
import { OutageNotice } from '../../words/outage-notice'
import { Checklist } from './checklist'
import classes from './young-shop.module.css'

interface Props {
  onboarding: Onboarding
  dashboard: Dashboard
  name: string
}

/** Start before the first order: the set-up, and beside it what can be seen already. */
export function YoungShop({ onboarding, dashboard, name }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const { stats } = dashboard
  const first = name.split(' ')[0] ?? name
  const left = onboarding.steps.filter((step) => step.state !== 'done').length
  return (
    <Page
      title={t`Willkommen bei Kundig, ${first}`}
      sentence={plural(left, {
        one: 'Noch ein Schritt, dann geht deine erste Mail raus.',
        2: 'Noch zwei Schritte, dann geht deine erste Mail raus.',
        3: 'Noch drei Schritte, dann geht deine erste Mail raus.',
        other: 'Noch # Schritte, dann geht deine erste Mail raus.',
      })}
      width="narrow"
    >
      <OutageNotice />
      <div className={classes.columns}>
        <Checklist onboarding={onboarding} />
        <aside>
          <h2>
            <Trans>Schon zu sehen</Trans>
          </h2>
          <p className={classes.note}>
            <Trans>Füllt sich von selbst, sobald dein Shop verbunden ist.</Trans>
          </p>
          <Facts>
            <Fact label={t`Umsatz`}>
              {stats.orders.value > 0 ? (
                format.money(stats.revenue.value)
              ) : (
                <Later>{t`ab der ersten Bestellung`}</Later>
              )}
            </Fact>
            <Fact label={t`Kunden`}>
              {stats.customers.value > 0 ? (
                format.number(stats.customers.value)
              ) : (
                <Later>{t`ab der ersten Bestellung`}</Later>
              )}
            </Fact>
            <Fact label={t`Wiederkaufrate`}>
              {stats.repeatRate.value === null ? (
                <Later>{t`ab der zweiten Bestellung`}</Later>
              ) : (
                format.percent(stats.repeatRate.value)
              )}
            </Fact>
            <Fact label={t`Zugeordnet`}>
              {stats.recipients.value > 0 ? (
                format.money(stats.attributed.value)
              ) : (
                <Later>{t`ab der ersten Nachricht`}</Later>
              )}
            </Fact>
          </Facts>
        </aside>
      </div>
    </Page>
  )
}

const Later = ({ children }: { children: string }) => <span className={classes.later}>{children}</span>
