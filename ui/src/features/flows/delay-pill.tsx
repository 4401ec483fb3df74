import { Trans, useLingui } from '@lingui/react/macro'
import { IconClock, IconPencil, IconUser } from '@tabler/icons-react'
import { useState } from 'react'
import type { Flow, FlowDefinition, FlowStep } from '../../api/types'
import { Button } from '../../ui/button'
import { ErrorState } from '../../ui/error-state'
import { useFormat } from '../../ui/format-context'
import { Icon } from '../../ui/icon'
import { PopupPanel, usePopup } from '../../ui/popup'
import { toast } from '../../ui/toast'
import { type Delay, type DelayUnit, parseDelay, writeDelay } from './delay'
import classes from './flow-outline.module.css'
import { usePublish } from './flow-query'

type DelayStep = Extract<FlowStep, { kind: 'delay' }>

/** A wait; a press opens its two fields in place. */
export function DelayPill({ flow, step, waiting }: { flow: Flow; step: DelayStep; waiting: number }) {
  const { t } = useLingui()
  const format = useFormat()
  const popup = usePopup('dialog')
  const words = format.duration(step.duration)
  return (
    <>
      <button type="button" {...popup.target} className={classes.pill} data-tip={t`Wartezeit ändern`}>
        <Icon of={IconClock} size={16} />
        <b>
          <Trans>{words} warten</Trans>
        </b>
        {waiting > 0 && (
          <span className={classes.waiting} data-tip={t`Menschen, die gerade hier sind`}>
            <Icon of={IconUser} size={14} />
            {format.number(waiting)}
          </span>
        )}
        <Icon of={IconPencil} size={14} />
      </button>
      <PopupPanel popup={popup} role="dialog" label={t`Wartezeit ändern`} className={classes.editor}>
        <Editor flow={flow} step={step} onDone={popup.close} />
      </PopupPanel>
    </>
  )
}

function Editor({ flow, step, onDone }: { flow: Flow; step: DelayStep; onDone: () => void }) {
  const { t } = useLingui()
  const publish = usePublish(flow.flow.id)
  const [delay, setDelay] = useState<Delay>(() => parseDelay(step.duration))
  const valid = Number.isInteger(delay.value) && delay.value >= 0 && delay.value <= 999
  const changed = writeDelay(delay) !== step.duration
  const save = () => {
    const before = flow.definition
    publish.mutate(withDelay(before, step.key, writeDelay(delay)), {
      onSuccess: () => {
        onDone()
        toast(t`Gespeichert. Gilt für alle, die ab jetzt dazukommen.`, {
          undo: () => publish.mutate(before),
        })
      },
    })
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (valid && changed) save()
      }}
    >
      <h3>
        <Trans>So lange warten</Trans>
      </h3>
      <div className={classes.row}>
        <input
          type="number"
          data-autofocus
          aria-label={t`Wie viele`}
          min={0}
          max={999}
          value={Number.isNaN(delay.value) ? '' : delay.value}
          onChange={(event) => setDelay({ ...delay, value: event.currentTarget.valueAsNumber })}
        />
        <select
          aria-label={t`Einheit`}
          value={delay.unit}
          onChange={(event) => setDelay({ ...delay, unit: event.currentTarget.value as DelayUnit })}
        >
          <option value="minutes">{t`Minuten`}</option>
          <option value="hours">{t`Stunden`}</option>
          <option value="days">{t`Tage`}</option>
        </select>
      </div>
      <p className={classes.note}>
        <Trans>Wer schon im Flow ist, wartet noch so lange wie bisher.</Trans>
      </p>
      {publish.error && <ErrorState error={publish.error} small />}
      <Button type="submit" variant="primary" disabled={!valid || !changed} loading={publish.isPending}>
        <Trans>Speichern</Trans>
      </Button>
    </form>
  )
}

const withDelay = (definition: FlowDefinition, key: string, duration: string): FlowDefinition => ({
  ...definition,
  steps: definition.steps.map((step) =>
    step.key === key && step.kind === 'delay' ? { ...step, duration } : step,
  ),
})
