import { Trans, useLingui } from '@lingui/react/macro'
import { IconArrowRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { flowsQuery, useFlowActivation } from '../../api/flows'
import { useShop } from '../../api/session'
import type { FlowRow, Locale } from '../../api/types'
import { Button } from '../../ui/button'
import { Switch } from '../../ui/checkbox'
import { ErrorState } from '../../ui/error-state'
import { Loaded } from '../../ui/loaded'
import { SkeletonRows } from '../../ui/skeleton'
import { textOf } from '../../ui/texts'
import { useTriggerWords } from '../../ui/trigger-words'
import classes from './setup-flow.module.css'
import { SetupFrame, type SetupFrameState } from './setup-frame'

interface Props {
  frame: SetupFrameState
  onBack: () => void
  onNext: () => void
}

/** The flows that lie ready, each with its switch. */
export function FlowStep({ frame, onBack, onNext }: Props) {
  const { t } = useLingui()
  const shop = useShop()
  const day = new Date().toISOString().slice(0, 10)
  const flows = useQuery(flowsQuery(day, day))
  const activation = useFlowActivation()
  const live = flows.data?.items.some((flow) => flow.state === 'live') ?? false
  return (
    <SetupFrame
      {...frame}
      title={t`Dein erster Flow`}
      sentence={t`Flows schicken von selbst, sobald jemand etwas tut. Oder lässt. Die Texte sind fertig, die Wartezeiten kannst du ändern.`}
      footer={
        <>
          <Button size="large" onClick={onBack}>
            <Trans>Zurück</Trans>
          </Button>
          <Button variant="primary" size="large" iconAfter={IconArrowRight} onClick={onNext}>
            {live ? <Trans>Weiter</Trans> : <Trans>Später einschalten</Trans>}
          </Button>
        </>
      }
    >
      <Loaded query={flows} skeleton={<SkeletonRows rows={2} height={76} />}>
        {({ items }) => (
          <ul className={classes.list}>
            {items.map((flow) => (
              <FlowChoice
                key={flow.id}
                flow={flow}
                busy={activation.isPending && activation.variables?.id === flow.id}
                onToggle={(on) => activation.mutate({ id: flow.id, on })}
              />
            ))}
          </ul>
        )}
      </Loaded>
      {activation.error && <ErrorState error={activation.error} small />}
      {shop && !shop.impressumComplete && (
        <p className={classes.note}>
          <Trans>
            Im Impressum fehlt noch etwas. Bis dahin sammeln die Flows Menschen ein, schicken aber keine
            Werbung.
          </Trans>
        </p>
      )}
    </SetupFrame>
  )
}

function FlowChoice({
  flow,
  busy,
  onToggle,
}: {
  flow: FlowRow
  busy: boolean
  onToggle: (on: boolean) => void
}) {
  const { i18n } = useLingui()
  const locale = i18n.locale as Locale
  const triggerWords = useTriggerWords()
  const name = textOf(flow.name, locale)
  return (
    <li className={classes.item}>
      <div className={classes.words}>
        <p className="b">{name}</p>
        <p className="small t2">{triggerWords(flow.trigger)}</p>
      </div>
      <Switch
        label={name}
        labelHidden
        checked={flow.state === 'live'}
        disabled={busy}
        onChange={(event) => onToggle(event.currentTarget.checked)}
      />
    </li>
  )
}
