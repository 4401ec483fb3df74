import { Trans, useLingui } from '@lingui/react/macro'
import { IconMailOff } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { FlowExitData } from '../../api/types'
import { type Check, DecisionExplanation } from '../../ui/decision-explanation'
import { useFormat } from '../../ui/format-context'
import { place } from '../../ui/place'
import { textOf } from '../../ui/texts'
import { TimelineItem } from '../../ui/timeline'
import { useShortName } from '../../words/decision'
import { useMessageWords } from '../../words/message-words'
import classes from './profile-timeline.module.css'
import { WhyButton } from './why-button'

/** Mails that were never asked for, because the flow had ended for this person. */
export function FlowExitEntry({ at, exit }: { at: string; exit: FlowExitData }) {
  const format = useFormat()
  const words = useMessageWords()
  const [why, setWhy] = useState(false)
  const flow = textOf(exit.flowName, format.locale)
  return (
    <TimelineItem
      icon={IconMailOff}
      ring="dashed"
      at={at}
      title={
        exit.sent === 0 ? (
          <Trans>
            <b>Mail nicht gesendet</b> aus „{flow}“
          </Trans>
        ) : (
          <Trans>
            <b>Keine weitere Mail</b> aus „{flow}“
          </Trans>
        )
      }
      context={
        <>
          <div>{words.reason(reasonOf(exit))}</div>
          <div className={classes.actions}>
            <WhyButton open={why} onToggle={setWhy} />
          </div>
        </>
      }
    >
      {why && (
        <div className={classes.explain}>
          <Explanation at={at} exit={exit} flow={flow} />
        </div>
      )}
    </TimelineItem>
  )
}

/** An order is the better word for a goal that was one. */
const reasonOf = (exit: FlowExitData) => (exit.order ? 'ordered' : exit.reason)

function Explanation({ at, exit, flow }: { at: string; exit: FlowExitData; flow: string }) {
  const { t } = useLingui()
  const format = useFormat()
  const checks: Check[] = [
    {
      key: 'entered',
      mark: 'holds',
      sentence: t`Der Flow hatte begonnen.`,
      source: format.when(exit.triggeredAt),
    },
    { key: 'reason', ...useDecidingCheck(exit, at), deciding: true },
    {
      key: 'consent',
      mark: 'open',
      sentence: t`Die Einwilligung: nicht mehr geprüft.`,
    },
  ]
  return (
    <DecisionExplanation
      answer={<Answer exit={exit} />}
      checks={checks}
      after={<Trans>Flow beendet: {format.when(at)}</Trans>}
      rule={<Link {...place(`/flows/${exit.flowId}`)}>{t`Flow „${flow}“ ansehen`}</Link>}
    />
  )
}

function Answer({ exit }: { exit: FlowExitData }) {
  const name = useShortName()(exit.who)
  switch (reasonOf(exit)) {
    case 'ordered':
      return exit.sent === 0 ? (
        <Trans>{name} hat bestellt, bevor die Mail an der Reihe war. Deshalb ging sie nicht raus.</Trans>
      ) : (
        <Trans>
          {name} hat bestellt, bevor die nächste Mail an der Reihe war. Deshalb ging sie nicht raus.
        </Trans>
      )
    case 'converted':
      return <Trans>{name} hat das Ziel des Flows erreicht. Deshalb geht keine Mail daraus mehr raus.</Trans>
    case 'cart_empty':
      return (
        <Trans>
          {name} hatte nichts mehr im Warenkorb, als die Mail an der Reihe war. Sie ging nicht raus.
        </Trans>
      )
    case 'too_late':
      return (
        <Trans>
          Der Zeitpunkt für die Mail war längst vorbei, als Kundig dazu kam. Sie wird nicht nachgeholt.
        </Trans>
      )
    default:
      return <Trans>Ein Schritt des Flows ging schief. Deshalb geht keine Mail daraus mehr raus.</Trans>
  }
}

function useDecidingCheck(exit: FlowExitData, at: string): Omit<Check, 'key'> {
  const { t } = useLingui()
  const format = useFormat()
  const source = format.when(at)
  switch (reasonOf(exit)) {
    case 'ordered': {
      if (!exit.order) return { mark: 'held', sentence: t`Hat inzwischen bestellt.`, source }
      const number = exit.order.orderId
      const total = format.money(exit.order.total)
      return {
        mark: 'held',
        sentence: t`Hat inzwischen bestellt: ${number} für ${total}`,
        source: format.when(exit.order.at),
      }
    }
    case 'converted':
      return { mark: 'held', sentence: t`Das Ziel des Flows ist erreicht.`, source }
    case 'cart_empty':
      return { mark: 'held', sentence: t`Der Warenkorb ist leer.`, source }
    case 'too_late':
      return { mark: 'held', sentence: t`Der Zeitpunkt war mehr als zwei Tage her.`, source }
    default:
      return { mark: 'broken', sentence: t`Ein Schritt des Flows ging schief.`, source }
  }
}
