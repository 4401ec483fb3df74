import { Trans, useLingui } from '@lingui/react/macro'
import type { Dashboard, Money, Stat } from '../../api/types'
import type { Format } from '../../ui/format'
import { useFormat } from '../../ui/format-context'
import { type ChartPoint, LineChart } from '../../ui/line-chart'
import type { Period } from '../../ui/period'
import { Change, type StatTab, StatTabs } from '../../ui/stat-tabs'
import { Behind } from './behind'
import { byWeek } from './by-week'
import { SlowStat } from './slow-stat'

interface Props {
  dashboard: Dashboard
  period: Period
  selected: string
  onSelect: (stat: string) => void
}

/** The six figures, each the tab of its chart. */
export function Stats({ dashboard, period, selected, onSelect }: Props) {
  const { t } = useLingui()
  const tabs = useTabs(dashboard)
  const current = tabs.some((tab) => tab.key === selected) ? selected : 'revenue'
  return (
    <StatTabs stats={tabs} selected={current} onSelect={onSelect} label={t`Kennzahlen`}>
      {current === 'repeatRate' || current === 'clv' ? (
        <SlowStat kind={current} dashboard={dashboard} period={period} />
      ) : (
        <StatChart kind={current} dashboard={dashboard} period={period} />
      )}
    </StatTabs>
  )
}

function useTabs({ stats }: Dashboard): StatTab[] {
  const { t } = useLingui()
  const format = useFormat()
  const nothing = '–'
  const moneyOf = (value: Money | null) => (value ? format.money(value) : nothing)
  const shareOf = (value: number | null) => (value === null ? nothing : format.percent(value))
  const recipients = format.number(stats.recipients.value)
  const orders = format.number(stats.orders.value)
  const share =
    amount(stats.revenue.value) > 0 ? amount(stats.attributed.value) / amount(stats.revenue.value) : null
  const before = format.money(stats.revenue.previous)
  return [
    {
      key: 'revenue',
      label: t`Umsatz`,
      note: t`nach Erstattungen`,
      value: format.money(stats.revenue.value),
      context: (
        <>
          <RelativeChange stat={stats.revenue} format={format} />
          {t`davor ${before}`}
        </>
      ),
    },
    {
      key: 'attributed',
      label: t`Zugeordnet`,
      hint: t`Bestellungen nach einem Klick oder einer Öffnung, der zuletzt geklickten oder geöffneten Nachricht gutgeschrieben. Erstattungen sind abgezogen.`,
      value: format.money(stats.attributed.value),
      context: (
        <>
          <RelativeChange stat={stats.attributed} format={format} />
          {share === null ? '' : <Trans>{format.percent(share)} Anteil</Trans>}
        </>
      ),
    },
    {
      key: 'revenuePerRecipient',
      label: t`Umsatz je Empfänger`,
      hint: t`Zugeordneter Umsatz geteilt durch die Menschen, die im Zeitraum mindestens eine Nachricht bekommen haben.`,
      value: moneyOf(stats.revenuePerRecipient.value),
      context: (
        <>
          <AbsoluteChange stat={stats.revenuePerRecipient} format={format} />
          {t`${recipients} Empfänger`}
        </>
      ),
    },
    {
      key: 'repeatRate',
      label: t`Wiederkaufrate`,
      hint: t`Anteil der Menschen mit mindestens zwei Bestellungen an allen, die bis zum Ende des Zeitraums bestellt haben.`,
      value: shareOf(stats.repeatRate.value),
      context: (
        <>
          <PointChange stat={stats.repeatRate} format={format} />
          {t`aller, die je bestellt haben`}
        </>
      ),
    },
    {
      key: 'averageOrder',
      label: t`Bestellwert`,
      note: t`im Schnitt`,
      value: moneyOf(stats.averageOrder.value),
      context: (
        <>
          <AbsoluteChange stat={stats.averageOrder} format={format} />
          {t`${orders} Bestellungen`}
        </>
      ),
    },
    {
      key: 'clv',
      label: t`Kundenwert`,
      hint: t`Was ein Mensch, der je bestellt hat, im Schnitt bisher gebracht hat, nach Erstattungen. Keine Vorhersage.`,
      value: moneyOf(stats.clv.value),
      context: (
        <>
          <AbsoluteChange stat={stats.clv} format={format} />
          {t`je Kunde`}
        </>
      ),
    },
  ]
}

function RelativeChange({ stat, format }: { stat: Stat<Money>; format: Format }) {
  const previous = amount(stat.previous)
  if (previous <= 0) return null
  const change = (amount(stat.value) - previous) / previous
  // Against next to nothing a percentage says nothing; the amount before stands beside it.
  if (change > 10) return null
  return <Change direction={Math.round(change * 1000)}>{format.percent(Math.abs(change))}</Change>
}

function AbsoluteChange({ stat, format }: { stat: Stat<Money | null>; format: Format }) {
  if (!stat.value || !stat.previous) return null
  const change = amount(stat.value) - amount(stat.previous)
  return (
    <Change direction={Math.round(change * 100)}>
      {format.money({ amount: String(Math.abs(change)), currency: stat.value.currency })}
    </Change>
  )
}

function PointChange({ stat, format }: { stat: Stat<number | null>; format: Format }) {
  if (stat.value === null || stat.previous === null) return null
  const points = Math.round((stat.value - stat.previous) * 1000) / 10
  const size = format.number(Math.abs(points))
  return (
    <Change direction={points}>
      <Trans>{size} Punkte</Trans>
    </Change>
  )
}

type ChartKind = 'revenue' | 'attributed' | 'revenuePerRecipient' | 'averageOrder'

function StatChart({ kind, dashboard, period }: { kind: string; dashboard: Dashboard; period: Period }) {
  const { t } = useLingui()
  const format = useFormat()
  const chart = kind as ChartKind
  const names = {
    revenue: t`Umsatz`,
    attributed: t`Zugeordnet`,
    revenuePerRecipient: t`je Empfänger`,
    averageOrder: t`Bestellwert`,
  }
  const withBefore = chart === 'revenue'
  const running = period.to === format.today()
  const clock = format.time(format.now().toISOString())
  // Recipients of a week are not the sum of its days: that figure stays daily.
  const weekly = dashboard.series.length > 120 && chart !== 'revenuePerRecipient'
  const days = weekly ? byWeek(dashboard.series) : dashboard.series
  const small = chart === 'revenuePerRecipient'
  const total = format.money(dashboard.stats.revenue.value)
  const name = names[chart]
  return (
    <LineChart
      points={days.map((day) => point(chart, day))}
      names={{
        value: name,
        before: withBefore ? t`${period.days} Tage davor` : undefined,
        share: withBefore ? t`zugeordnet` : undefined,
      }}
      unfinished={running ? (weekly ? t`7 Tage bis heute` : t`heute bis ${clock}`) : undefined}
      format={(value) => format.money({ amount: String(value), currency: dashboard.currency })}
      formatAxis={(value) =>
        value === 0
          ? '0'
          : small && value < 10
            ? format.money({ amount: String(value), currency: dashboard.currency })
            : format.moneyRound(value, dashboard.currency)
      }
      formatDay={(day, weekday) =>
        weekly && weekday ? t`Woche ab ${format.day(day)}` : format.day(day, weekday)
      }
      empty={
        chart === 'revenue' || chart === 'averageOrder' ? (
          <Trans>In diesem Zeitraum keine Bestellung. Sobald eine ankommt, steht sie hier.</Trans>
        ) : (
          <Trans>In diesem Zeitraum folgte keine Bestellung auf eine Nachricht.</Trans>
        )
      }
      summary={
        weekly
          ? t`Linie: ${name} je Woche vom ${format.dayLong(period.from)} bis ${format.dayLong(period.to)}. Die Zahlen stehen unter „Als Tabelle“.`
          : t`Linie: ${name} je Tag vom ${format.dayLong(period.from)} bis ${format.dayLong(period.to)}. Die Zahlen stehen unter „Als Tabelle“.`
      }
    >
      <ChartSentence kind={chart} dashboard={dashboard} total={total} format={format} />{' '}
      <Behind kind={chart} period={period} />
    </LineChart>
  )
}

function ChartSentence({
  kind,
  dashboard,
  total,
  format,
}: {
  kind: ChartKind
  dashboard: Dashboard
  total: string
  format: Format
}) {
  const { stats, excluded } = dashboard
  const attributed = format.money(stats.attributed.value)
  const other = excluded.otherCurrencyOrders
  if (other > 0 && kind === 'revenue') {
    return (
      <Trans>
        {format.number(other)} Bestellungen in anderen Währungen sind nicht dabei, weil ihr Kurs fehlt. Alles
        andere nach Erstattungen.
      </Trans>
    )
  }
  switch (kind) {
    case 'revenue':
      return (
        <Trans>
          Von {total} folgten <b>{attributed}</b> auf eine Nachricht, nach Erstattungen.
        </Trans>
      )
    case 'attributed':
      return (
        <Trans>
          Gutgeschrieben am Tag der Bestellung, der vor dem Kauf zuletzt geklickten oder geöffneten Nachricht.
        </Trans>
      )
    case 'revenuePerRecipient':
      return <Trans>Zugeordneter Umsatz des Tages geteilt durch die Empfänger des Tages.</Trans>
    case 'averageOrder':
      return (
        <Trans>
          Umsatz nach Erstattungen geteilt durch Bestellungen; Tage ohne Bestellung sind eine Lücke.
        </Trans>
      )
  }
}

function point(kind: ChartKind, day: Dashboard['series'][number]): ChartPoint {
  switch (kind) {
    case 'revenue':
      return {
        day: day.day,
        value: Number(day.revenue),
        before: day.previousRevenue === null ? null : Number(day.previousRevenue),
        share: Number(day.attributed),
      }
    case 'attributed':
      return { day: day.day, value: Number(day.attributed) }
    case 'revenuePerRecipient':
      return { day: day.day, value: day.recipients > 0 ? Number(day.attributed) / day.recipients : null }
    case 'averageOrder':
      return { day: day.day, value: day.averageOrder === null ? null : Number(day.averageOrder) }
  }
}

const amount = (money: Money) => Number(money.amount)
