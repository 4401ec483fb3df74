import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import {
  IconArrowMerge,
  IconMail,
  IconMailCheck,
  IconMailExclamation,
  IconMailOff,
  IconMailOpened,
  IconShieldCheck,
  IconShieldX,
  IconShoppingBag,
} from '@tabler/icons-react'
import { useState } from 'react'
import type { ConsentData, TimelineItem as Item, MessageRow, OrderData } from '../../api/types'
import { useFormat } from '../../ui/format-context'
import { textOf } from '../../ui/texts'
import { TimelineItem } from '../../ui/timeline'
import { useConsentWords } from '../../words/consent-words'
import { MessageDecision } from '../../words/decision'
import { useMessageWords } from '../../words/message-words'
import { SentMail } from '../../words/sent-mail'
import { useEventWords } from './event-words'
import { FlowExitEntry } from './flow-exit-entry'
import classes from './profile-timeline.module.css'
import { WhyButton } from './why-button'

const linesShown = 4

export function TimelineEntry({ item }: { item: Item }) {
  switch (item.kind) {
    case 'order':
      return <OrderEntry at={item.at} order={item.data} />
    case 'message':
      return <MessageEntry at={item.at} message={item.data} />
    case 'consent':
      return <ConsentEntry at={item.at} consent={item.data} />
    case 'flow_exit':
      return <FlowExitEntry at={item.at} exit={item.data} />
    case 'merge':
      return <MergeEntry at={item.at} />
    case 'event':
      return <EventEntry at={item.at} metric={item.metric} data={item.data} />
    default:
      return null
  }
}

function EventEntry({
  at,
  metric,
  data,
}: {
  at: string
  metric: string | null
  data: Record<string, unknown>
}) {
  const { icon, title, context } = useEventWords()(metric ?? '', data)
  return <TimelineItem icon={icon} at={at} title={title} context={context} />
}

function OrderEntry({ at, order }: { at: string; order: OrderData }) {
  const { t } = useLingui()
  const format = useFormat()
  const total = format.money(order.total)
  const number = order.orderId
  const shown = order.lines
    .slice(0, linesShown)
    .map((line) => `${format.number(line.quantity)} × ${line.title}`)
  const more = order.lines.length - linesShown
  const refunded = Number(order.refunded.amount) > 0 ? format.money(order.refunded) : null
  const off = order.status === 'cancelled' || order.status === 'refunded'
  return (
    <TimelineItem
      icon={IconShoppingBag}
      ring={off ? 'plain' : 'money'}
      at={at}
      title={
        order.status === 'cancelled' ? (
          <Trans>
            <b>Bestellung {number}</b> für {total}, storniert
          </Trans>
        ) : (
          <Trans>
            <b>Bestellung {number}</b> für {total}
          </Trans>
        )
      }
      context={
        <>
          <div className={classes.lines}>
            {shown.join(', ')}
            {more > 0 && `, ${plural(more, { one: 'ein weiterer Artikel', other: '# weitere Artikel' })}`}
          </div>
          {order.inShopCurrency && <div>{t`${format.money(order.inShopCurrency)} zum Kurs des Tages`}</div>}
          {order.rateUnknown && <div>{t`Kein Kurs bekannt: zählt in keinem Bericht.`}</div>}
          {refunded && <div>{t`${refunded} erstattet`}</div>}
          {order.attribution && <Attribution attribution={order.attribution} />}
        </>
      }
    />
  )
}

function Attribution({ attribution }: { attribution: NonNullable<OrderData['attribution']> }) {
  const format = useFormat()
  const name = attribution.subject ?? textOf(attribution.flowName, format.locale)
  const after = useAfter()(attribution.minutesAfter)
  return (
    <div>
      {attribution.touch === 'click' ? (
        <Trans>
          Der Mail „{name}“ zugeordnet, {after} nach dem Klick
        </Trans>
      ) : (
        <Trans>
          Der Mail „{name}“ zugeordnet, {after} nach dem Öffnen
        </Trans>
      )}
    </div>
  )
}

function useAfter() {
  return (minutes: number) => {
    if (minutes < 100) return plural(minutes, { one: '# Minute', other: '# Minuten' })
    if (minutes < 48 * 60) return plural(Math.round(minutes / 60), { one: '# Stunde', other: '# Stunden' })
    return plural(Math.round(minutes / 1440), { one: '# Tag', other: '# Tage' })
  }
}

function MessageEntry({ at, message }: { at: string; message: MessageRow }) {
  const { t } = useLingui()
  const format = useFormat()
  const words = useMessageWords()
  const [why, setWhy] = useState(false)
  const [shown, setShown] = useState(false)
  const subject = words.subject(message)
  const sent = message.state === 'handed_over' || message.state === 'delivered'
  const left = sent || message.state === 'bounced' || message.state === 'in_doubt'
  const source = words.source(message)
  const reason = words.reason(message.reason)
  const parts = [
    message.subject === null ? '' : source,
    message.state === 'skipped' || message.state === 'failed' || message.state === 'bounced' ? reason : '',
    message.clickedAt
      ? t`geklickt ${format.when(message.clickedAt)}`
      : message.openedAt
        ? t`geöffnet ${format.when(message.openedAt)}`
        : '',
  ].filter(Boolean)
  return (
    <TimelineItem
      icon={iconOf(message)}
      ring={left ? 'plain' : 'dashed'}
      at={at}
      title={<MessageTitle message={message} subject={subject} />}
      context={
        <>
          <div>{parts.join(', ')}</div>
          <div className={classes.actions}>
            {left && (
              <button type="button" className={classes.link} onClick={() => setShown(true)}>
                <Trans>So wie gesendet</Trans>
              </button>
            )}
            <WhyButton open={why} onToggle={setWhy} />
          </div>
          {shown && <SentMail id={message.id} subject={subject} onClose={() => setShown(false)} />}
        </>
      }
    >
      {why && (
        <div className={classes.explain}>
          <MessageDecision id={message.id} />
        </div>
      )}
    </TimelineItem>
  )
}

function iconOf(message: MessageRow) {
  switch (message.state) {
    case 'skipped':
      return IconMailOff
    case 'failed':
    case 'bounced':
    case 'in_doubt':
      return IconMailExclamation
    case 'planned':
    case 'intended':
      return IconMail
    default:
      return message.openedAt || message.clickedAt ? IconMailOpened : IconMailCheck
  }
}

function MessageTitle({ message, subject }: { message: MessageRow; subject: string }) {
  if (message.subject === null) {
    return message.state === 'skipped' ? (
      <Trans>
        <b>Mail nicht gesendet</b> aus „{subject}“
      </Trans>
    ) : (
      <Trans>
        <b>Mail geplant</b> aus „{subject}“
      </Trans>
    )
  }
  switch (message.state) {
    case 'skipped':
      return (
        <Trans>
          <b>Mail nicht gesendet:</b> „{subject}“
        </Trans>
      )
    case 'failed':
      return (
        <Trans>
          <b>Mail gescheitert:</b> „{subject}“
        </Trans>
      )
    case 'bounced':
      return (
        <Trans>
          <b>Mail kam zurück:</b> „{subject}“
        </Trans>
      )
    case 'in_doubt':
      return (
        <Trans>
          <b>Mail ungewiss:</b> „{subject}“
        </Trans>
      )
    case 'planned':
    case 'intended':
      return (
        <Trans>
          <b>Mail geplant:</b> „{subject}“
        </Trans>
      )
    default:
      if (message.clickedAt) {
        return (
          <Trans>
            <b>Mail geöffnet und geklickt:</b> „{subject}“
          </Trans>
        )
      }
      return message.openedAt ? (
        <Trans>
          <b>Mail geöffnet:</b> „{subject}“
        </Trans>
      ) : (
        <Trans>
          <b>Mail gesendet:</b> „{subject}“
        </Trans>
      )
  }
}

function ConsentEntry({ at, consent }: { at: string; consent: ConsentData }) {
  const { t } = useLingui()
  const words = useConsentWords()
  const name = words.name(consent.channel, consent.purpose)
  const how = [words.method(consent.method), words.source(consent.source)].filter(Boolean).join(', ')
  return (
    <TimelineItem
      icon={consent.state === 'unsubscribed' ? IconShieldX : IconShieldCheck}
      at={at}
      title={
        consent.state === 'subscribed' ? (
          <Trans>
            <b>{name}</b> erlaubt
          </Trans>
        ) : consent.state === 'unsubscribed' ? (
          <Trans>
            <b>{name}</b> widerrufen
          </Trans>
        ) : (
          <Trans>
            <b>{name}</b>: angemeldet, noch nicht bestätigt
          </Trans>
        )
      }
      context={
        <>
          {how && <div>{how}</div>}
          {consent.wording && <div>{t`„${consent.wording}“`}</div>}
        </>
      }
    />
  )
}

function MergeEntry({ at }: { at: string }) {
  return (
    <TimelineItem
      icon={IconArrowMerge}
      at={at}
      title={
        <Trans>
          <b>Zwei Geschichten zusammengeführt</b>
        </Trans>
      }
      context={
        <Trans>Es war derselbe Mensch. Alles von vorher steht jetzt hier, nichts ging verloren.</Trans>
      }
    />
  )
}
