import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { DecisionCheck, Message } from '../api/types'
import { type Check, DecisionExplanation } from '../ui/decision-explanation'
import { useFormat } from '../ui/format-context'
import { useHasRoute } from '../ui/has-route'
import { Loaded } from '../ui/loaded'
import { place } from '../ui/place'
import { Skeleton } from '../ui/skeleton'
import { useConsentWords } from './consent-words'
import { messageQuery } from './message-query'
import { useMessageWords } from './message-words'

/** "Warum?": the decision about one message, made of the checks the engine stored. */
export function MessageDecision({ id }: { id: string }) {
  const message = useQuery(messageQuery(id))
  return (
    <Loaded query={message} skeleton={<Skeleton height={250} radius={12} />} small>
      {(loaded) => <Decision message={loaded} />}
    </Loaded>
  )
}

export function Decision({ message }: { message: Message }) {
  const sentence = useCheckSentence(message)
  const checks = message.decision.checks.map((check): Check => {
    const deciding = check.result === 'fail'
    const { words, source, mark } = sentence(check)
    return {
      key: check.code,
      mark: mark ?? (check.result === 'pass' ? 'holds' : deciding ? 'held' : 'open'),
      sentence: words,
      source,
      deciding,
    }
  })
  return (
    <DecisionExplanation
      answer={<Answer message={message} />}
      checks={checks}
      after={<After message={message} />}
      rule={<RuleLink message={message} />}
    />
  )
}

/** Their first name, or the whole address where that is all. */
export function useShortName() {
  const { t } = useLingui()
  return (who: string | null) => {
    if (!who) return t`Dieser Mensch`
    return who.includes('@') ? who : (who.trim().split(/\s+/)[0] ?? who)
  }
}

function Answer({ message }: { message: Message }) {
  const { t } = useLingui()
  const format = useFormat()
  const consents = useConsentWords()
  const short = useShortName()
  const name = short(message.who)
  const { decision } = message
  const facts = decision.checks.find((check) => check.result === 'fail')?.facts ?? {}
  if (decision.outcome === 'delay') {
    const until = decision.until ? format.when(decision.until) : ''
    return <Trans>Die Mail wartet bis {until}, dann wird noch einmal geprüft.</Trans>
  }
  if (decision.outcome === 'send') {
    switch (message.state) {
      case 'handed_over':
      case 'delivered':
        return <Trans>Alles sprach dafür, also ging die Mail an {name} raus.</Trans>
      case 'in_doubt':
        return (
          <Trans>
            {name} durfte die Mail bekommen. Ob sie ankam, ist ungewiss: Die Verbindung brach im Moment der
            Übergabe ab.
          </Trans>
        )
      case 'failed':
      case 'bounced':
        return <Trans>{name} durfte die Mail bekommen, aber sie kam nicht an.</Trans>
      default:
        return <Trans>{name} darf die Mail bekommen. Sie geht gleich raus.</Trans>
    }
  }
  switch (decision.reason) {
    case 'no_address':
      return <Trans>Zu {name} gibt es keine E-Mail-Adresse.</Trans>
    case 'suppressed': {
      const why = consents.suppression(String(facts.reason ?? ''))
      return (
        <Trans>An diese Adresse geht nichts mehr: {why}. Das schützt deinen Ruf bei den Mailanbietern.</Trans>
      )
    }
    case 'no_consent':
      return (
        <Trans>
          {name} hat Werbung per E-Mail nie erlaubt. Ohne Einwilligung wäre diese Mail in Deutschland,
          Österreich und der Schweiz nicht erlaubt.
        </Trans>
      )
    case 'not_confirmed':
      return (
        <Trans>
          {name} hat die Anmeldung nie bestätigt. Erst der Klick in der Bestätigungsmail beweist, dass die
          Adresse wirklich dazugehört.
        </Trans>
      )
    case 'unsubscribed': {
      const since = typeof facts.since === 'string' ? format.dateLong(facts.since) : ''
      return since ? (
        <Trans>
          {name} hat sich am {since} abgemeldet und bekommt keine Werbung mehr.
        </Trans>
      ) : (
        <Trans>{name} hat sich abgemeldet und bekommt keine Werbung mehr.</Trans>
      )
    }
    case 'sender_incomplete':
      return <Trans>Der Absender ist nicht vollständig eingetragen. Ohne ihn geht keine Mail raus.</Trans>
    case 'no_impressum':
      return (
        <Trans>Im Impressum fehlt noch etwas. Bis es vollständig ist, gehen keine Werbemails raus.</Trans>
      )
    case 'no_unsubscribe_link':
      return <Trans>In der Vorlage ist kein Abmeldelink zu sehen. So darf keine Werbemail raus.</Trans>
    case 'frequency_gap': {
      const hours = Number(facts.hours ?? 0)
      const last = typeof facts.lastSentAt === 'string' ? format.when(facts.lastSentAt) : ''
      const rule = plural(hours, {
        one: 'höchstens eine Werbemail in # Stunde',
        other: 'höchstens eine Werbemail in # Stunden',
      })
      return (
        <Trans>
          {name} hat kurz vorher schon eine Werbemail bekommen ({last}). Deine Regel sagt: {rule}.
        </Trans>
      )
    }
    case 'template_failed':
      return <Trans>Die Vorlage ließ sich für {name} nicht fertig machen.</Trans>
    case 'too_late': {
      const due = typeof facts.dueAt === 'string' ? format.when(facts.dueAt) : ''
      const limit = plural(Number(facts.hours ?? 0), { one: '# Stunde', other: '# Stunden' })
      return (
        <Trans>
          Diese Mail hätte längst rausgehen sollen ({due}), doch der Server oder der Mailserver stand still.
          Was mehr als {limit} zu spät käme, wird nicht nachgeholt.
        </Trans>
      )
    }
    default:
      return t`Die Mail wurde nicht gesendet.`
  }
}

function After({ message }: { message: Message }) {
  const format = useFormat()
  const { order } = message
  if (order) {
    const number = order.externalId
    const when = format.when(order.at)
    const total = format.money(order.total)
    return (
      <Trans>
        Danach bestellt: {number} für {total}, {when}
      </Trans>
    )
  }
  if (message.clickedAt) {
    const when = format.when(message.clickedAt)
    return <Trans>Angeklickt: {when}</Trans>
  }
  if (message.openedAt) {
    const when = format.when(message.openedAt)
    return <Trans>Geöffnet: {when}</Trans>
  }
  const decided = message.decision.decidedAt
  if (!decided) return null
  const when = format.when(decided)
  return <Trans>Entschieden: {when}</Trans>
}

function RuleLink({ message }: { message: Message }) {
  const has = useHasRoute()
  switch (message.decision.reason) {
    case 'frequency_gap':
      return (
        has('/settings/rules') && (
          <Link {...place('/settings/rules')}>
            <Trans>Regel ansehen</Trans>
          </Link>
        )
      )
    case 'no_impressum':
    case 'sender_incomplete':
      return (
        has('/settings/shop') && (
          <Link {...place('/settings/shop')}>
            <Trans>Jetzt ergänzen</Trans>
          </Link>
        )
      )
    case 'template_failed':
    case 'no_unsubscribe_link':
      return (
        has('/content/$key') && (
          <Link {...place(`/content/${message.templateKey}`)}>
            <Trans>Vorlage ansehen</Trans>
          </Link>
        )
      )
    default:
      return null
  }
}

interface Sentence {
  words: ReactNode
  source?: ReactNode
  mark?: Check['mark']
}

function useCheckSentence(message: Message) {
  const { t } = useLingui()
  const format = useFormat()
  const consents = useConsentWords()
  const messages = useMessageWords()
  const short = useShortName()
  const name = short(message.who)
  const date = (value: unknown) => (typeof value === 'string' ? format.date(value) : '')
  const when = (value: unknown) => (typeof value === 'string' ? format.when(value) : '')
  const text = (value: unknown) => (value === undefined || value === null ? '' : String(value))

  return ({ code, result, facts }: DecisionCheck): Sentence => {
    const open = result === 'not_checked'
    const fails = result === 'fail'
    switch (code) {
      case 'run_active':
        if (open) return { words: t`Ob der Flow noch läuft: nicht mehr geprüft.` }
        return fails
          ? { words: t`${name} hat den Flow schon verlassen.` }
          : { words: t`${name} ist noch im Flow.`, source: messages.source(message) }
      case 'address_known':
        if (open) return { words: t`Die Adresse: nicht mehr geprüft.` }
        return fails
          ? { words: t`Keine E-Mail-Adresse bekannt.` }
          : { words: t`Die E-Mail-Adresse ist bekannt.`, source: message.to }
      case 'not_suppressed':
        if (open) return { words: t`Sperren: nicht mehr geprüft.` }
        return fails
          ? {
              words: t`Die Adresse ist gesperrt: ${consents.suppression(text(facts.reason))}.`,
              source: date(facts.suppressedAt),
            }
          : { words: t`Die Adresse ist nicht gesperrt.` }
      case 'confirmed':
      case 'consent': {
        if (facts.required === false) {
          return {
            words: t`Keine Werbung, deshalb braucht es keine Einwilligung.`,
            mark: 'lawful',
          }
        }
        if (open) return { words: t`Die Einwilligung: nicht mehr geprüft.` }
        const source = [consents.method(text(facts.method) || null), date(facts.since)]
          .filter(Boolean)
          .join(', ')
        if (!fails) return { words: t`${name} hat Werbung per E-Mail erlaubt.`, source }
        switch (facts.state) {
          case 'unsubscribed':
            return { words: t`${name} hat sich abgemeldet.`, source }
          case 'pending':
            return { words: t`Angemeldet, aber nie bestätigt.`, source }
          default:
            return { words: t`${name} hat Werbung per E-Mail nie erlaubt.`, source }
        }
      }
      case 'sender_complete':
        if (open) return { words: t`Der Absender: nicht mehr geprüft.` }
        return fails
          ? { words: t`Der Absender ist unvollständig.` }
          : { words: t`Der Absender ist vollständig.`, source: message.from }
      case 'impressum_complete':
        if (open) return { words: t`Das Impressum: nicht mehr geprüft.` }
        return fails
          ? { words: t`Im Impressum fehlt noch etwas.` }
          : { words: t`Das Impressum ist vollständig.` }
      case 'frequency_gap': {
        if (open) return { words: t`Der Abstand zur letzten Werbemail: nicht mehr geprüft.` }
        const hours = Number(facts.hours ?? 0)
        const rule = plural(hours, { one: 'Regel: # Stunde Abstand', other: 'Regel: # Stunden Abstand' })
        if (fails) {
          const subject = text(facts.lastSubject)
          const last = when(facts.lastSentAt)
          return {
            words: subject
              ? t`Schon rausgegangen: „${subject}“, ${last}`
              : t`Zu kurz davor ging schon eine Werbemail raus: ${last}`,
            source: rule,
          }
        }
        return facts.lastSentAt
          ? { words: t`Die letzte Werbemail liegt lange genug zurück.`, source: when(facts.lastSentAt) }
          : { words: t`Keine andere Werbemail kurz davor.`, source: rule }
      }
      case 'in_time':
        if (open) return { words: t`Ob sie noch rechtzeitig kommt: nicht mehr geprüft.` }
        return fails
          ? { words: t`Sie käme viel zu spät.`, source: t`fällig: ${when(facts.dueAt)}` }
          : { words: t`Sie kommt rechtzeitig.` }
      case 'ordered_since':
        if (open) return { words: t`Bestellungen seitdem: nicht mehr geprüft.` }
        return fails
          ? { words: t`Hat inzwischen bestellt.`, source: when(facts.orderedAt) }
          : { words: t`Hat seitdem nicht bestellt.` }
      case 'tracking_consent':
        if (open) return { words: t`Ob gemessen werden darf: nicht mehr geprüft.` }
        return facts.granted
          ? { words: t`Öffnungen und Klicks dürfen gemessen werden.` }
          : {
              words: t`Öffnungen und Klicks werden nicht gemessen, das ist nicht erlaubt.`,
              mark: 'off',
            }
      case 'template_ok':
        if (open) return { words: t`Die Vorlage: noch nicht geprüft.` }
        return fails
          ? { words: t`Die Vorlage hat einen Fehler.`, source: text(facts.problem) }
          : {
              words: t`Die Vorlage ist in Ordnung.`,
              source: facts.version === undefined ? undefined : t`Fassung ${text(facts.version)}`,
            }
      case 'unsubscribe_link':
        if (open) return { words: t`Der Abmeldelink: noch nicht geprüft.` }
        if (fails) return { words: t`In der Vorlage ist kein Abmeldelink zu sehen.` }
        return facts.required === false
          ? { words: t`Keine Werbung, deshalb braucht es keinen Abmeldelink.`, mark: 'lawful' }
          : { words: t`Der Abmeldelink ist zu sehen.` }
      default:
        return { words: code.replaceAll('_', ' ') }
    }
  }
}
