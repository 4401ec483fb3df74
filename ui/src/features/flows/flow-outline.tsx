import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconFlag, IconMail, IconRoute, IconUser } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { templateNamesQuery } from '../../api/templates'
import type { Flow, FlowStep, FlowStepFigures } from '../../api/types'
import { useFormat } from '../../ui/format-context'
import { useHasRoute } from '../../ui/has-route'
import { Icon } from '../../ui/icon'
import { place } from '../../ui/place'
import { textOf } from '../../ui/texts'
import { useMessageWords } from '../../words/message-words'
import { DelayPill } from './delay-pill'
import classes from './flow-outline.module.css'
import { useFlowWords } from './flow-words'

/** The steps from top to bottom, each with what happened there. */
export function FlowOutline({ flow }: { flow: Flow }) {
  const { t } = useLingui()
  const words = useFlowWords()
  const { definition } = flow
  const figures = new Map(flow.steps.map((step) => [step.key, step]))
  const exits = definition.exitOn.map(words.metric)
  return (
    <ol className={classes.outline} aria-label={t`Ablauf`}>
      <li className={classes.step}>
        <div className={classes.node}>
          <div className={classes.head}>
            <span className={classes.icon} data-quiet="">
              <Icon of={IconRoute} size={17} />
            </span>
            <div>
              <p className={classes.kind}>
                <Trans>Beginnt, wenn jemand</Trans>
              </p>
              <p className={classes.name}>{words.trigger(definition.trigger)}</p>
            </div>
          </div>
        </div>
      </li>
      {definition.steps.map((step) => (
        <li key={step.key} className={classes.step}>
          {step.kind === 'delay' ? (
            <DelayPill flow={flow} step={step} waiting={figures.get(step.key)?.figures.waiting ?? 0} />
          ) : (
            <SendNode flow={flow} step={step} figures={figures.get(step.key)} />
          )}
        </li>
      ))}
      <li className={classes.step}>
        <div className={classes.pill}>
          <Icon of={IconFlag} size={16} />
          <b>
            <Trans>Ende</Trans>
          </b>
        </div>
        {exits.length > 0 && (
          <p className={classes.exit}>
            <Trans>Vorher endet es für jeden, der {exits.join(', ')}.</Trans>
          </p>
        )}
      </li>
    </ol>
  )
}

type Send = Extract<FlowStep, { kind: 'send' }>

function SendNode({ flow, step, figures }: { flow: Flow; step: Send; figures?: FlowStepFigures }) {
  const { t } = useLingui()
  const format = useFormat()
  const words = useFlowWords()
  const has = useHasRoute()
  const { data: templates } = useQuery(templateNamesQuery)
  const template = templates?.items.find((one) => one.key === step.templateKey)
  const number = words.step(flow.definition.steps, step.key)
  const f = figures?.figures
  const sent = f?.sent ?? 0
  const name = template ? textOf(template.name, format.locale) : number
  return (
    <div className={classes.node}>
      <div className={classes.head}>
        <span className={classes.icon}>
          <Icon of={IconMail} size={17} />
        </span>
        <div>
          <p className={classes.kind}>{template ? number : t`E-Mail`}</p>
          <p className={classes.name}>
            {has('/content/$key') ? <Link {...place(`/content/${step.templateKey}`)}>{name}</Link> : name}
          </p>
        </div>
        {!!f?.waiting && (
          <span className={classes.waiting} data-tip={t`Menschen, die gerade hier sind`}>
            <Icon of={IconUser} size={14} />
            {format.number(f.waiting)}
          </span>
        )}
      </div>
      <div className={classes.figures}>
        <Figure
          label={t`gesendet`}
          link={
            sent > 0 && has('/data/outbox')
              ? place('/data/outbox', { flow: flow.flow.id, step: step.key })
              : undefined
          }
        >
          {sent ? format.number(sent) : '–'}
        </Figure>
        <Figure label={t`geklickt`}>{sent && f ? format.percent(f.clicks / sent) : '–'}</Figure>
        <Figure label={t`zugeordnet`}>{sent && f ? format.money(f.revenue) : '–'}</Figure>
      </div>
      {!!figures?.skippedBy.length && <Skipped flowId={flow.flow.id} figures={figures} />}
    </div>
  )
}

function Figure({
  label,
  link,
  children,
}: {
  label: string
  link?: ReturnType<typeof place>
  children: ReactNode
}) {
  return (
    <div className={classes.figure}>
      <p className={classes.value}>{link ? <Link {...link}>{children}</Link> : children}</p>
      <p className={classes.label}>{label}</p>
    </div>
  )
}

/** Who did not get it, and why; leads to the messages themselves. */
function Skipped({ flowId, figures }: { flowId: string; figures: FlowStepFigures }) {
  const format = useFormat()
  const messages = useMessageWords()
  const has = useHasRoute()
  const total = figures.figures.skipped
  const most = Math.max(1, ...figures.skippedBy.map((one) => one.count))
  const link = place('/data/outbox', { flow: flowId, step: figures.key, state: 'skipped' })
  return (
    <details className={classes.skipped}>
      <summary>
        {plural(total, { one: 'Ein Mensch bekam sie nicht', other: '# Menschen bekamen sie nicht' })}
      </summary>
      <ul>
        {figures.skippedBy.map((one) => (
          <li key={one.reason} className={classes.reason}>
            <span>{messages.reason(one.reason)}</span>
            <span className={classes.bar} aria-hidden>
              <span style={{ width: `${Math.max(5, (100 * one.count) / most)}%` }} />
            </span>
            <span className="num b">{format.number(one.count)}</span>
          </li>
        ))}
      </ul>
      {has('/data/outbox') && (
        <Link {...link} className={classes.all}>
          <Trans>Ansehen, wer und warum</Trans>
        </Link>
      )}
    </details>
  )
}
