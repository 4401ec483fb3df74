import { Trans, useLingui } from '@lingui/react/macro'
import { IconCalendar, IconCheck, IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import { Button } from './button'
import { useFormat } from './format-context'
import { Icon } from './icon'
import type { Period, PeriodSearch, Preset } from './period'
import classes from './period-picker.module.css'
import { PopupPanel, usePopup } from './popup'

interface Props {
  period: Period
  onChange: (search: PeriodSearch) => void
  /** Says what the figures are compared with. */
  compared?: boolean
}

/** "Letzte 30 Tage gegen 30 davor"; the choice lives in the address. */
export function PeriodPicker({ period, onChange, compared }: Props) {
  const { t } = useLingui()
  const popup = usePopup('dialog', 'end')
  const names = usePeriodNames()
  const choose = (search: PeriodSearch) => {
    onChange(search)
    popup.close()
  }
  const presets: Exclude<Preset, 'custom'>[] = ['7d', '30d', '90d', '365d', 'month']
  return (
    <>
      <button type="button" {...popup.target} className={classes.button}>
        <Icon of={IconCalendar} size={16} />
        <b>{names.of(period)}</b>
        {compared && (
          <span className={classes.compared}>
            <Trans>gegen {period.days} davor</Trans>
          </span>
        )}
        <Icon of={IconChevronDown} size={14} />
      </button>

      <PopupPanel popup={popup} role="dialog" label={t`Zeitraum`} className={classes.dropdown}>
        {presets.map((preset) => (
          <button
            type="button"
            key={preset}
            className={classes.preset}
            aria-pressed={period.preset === preset}
            onClick={() => choose(preset === '30d' ? {} : { period: preset })}
          >
            {names.preset(preset)}
            {period.preset === preset && <Icon of={IconCheck} size={15} />}
          </button>
        ))}
        <CustomDays period={period} onChange={choose} />
      </PopupPanel>
    </>
  )
}

function CustomDays({ period, onChange }: { period: Period; onChange: (search: PeriodSearch) => void }) {
  const { t } = useLingui()
  const { today } = useFormat()
  const [from, setFrom] = useState(period.from)
  const [to, setTo] = useState(period.to)
  const valid = from !== '' && to !== '' && from <= to
  return (
    <form
      className={classes.custom}
      onSubmit={(event) => {
        event.preventDefault()
        if (valid) onChange({ period: 'custom', from, to })
      }}
    >
      <label className={classes.day}>
        {t`Von`}
        <input
          type="date"
          value={from}
          max={to || today()}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
      </label>
      <label className={classes.day}>
        {t`Bis`}
        <input
          type="date"
          value={to}
          min={from}
          max={today()}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
      </label>
      <Button type="submit" size="small" disabled={!valid}>
        <Trans>Anzeigen</Trans>
      </Button>
    </form>
  )
}

/** Names of periods, for pickers and for the sentences that speak of them. */
export function usePeriodNames() {
  const { t } = useLingui()
  const format = useFormat()
  const preset = (key: Exclude<Preset, 'custom'>) => {
    switch (key) {
      case '7d':
        return t`Letzte 7 Tage`
      case '30d':
        return t`Letzte 30 Tage`
      case '90d':
        return t`Letzte 90 Tage`
      case '365d':
        return t`Letzte 12 Monate`
      case 'month':
        return t`Dieser Monat`
    }
  }
  return {
    preset,
    of: (period: Period) =>
      period.preset === 'custom'
        ? `${format.day(period.from)} – ${format.dayLong(period.to)}`
        : preset(period.preset),
  }
}
