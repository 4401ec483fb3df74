import { useLingui } from '@lingui/react/macro'
import type { AuditEntry, ConsentPurpose } from '../../api/types'
import { useFormat } from '../../ui/format-context'
import { textOf } from '../../ui/texts'
import { useConsentWords } from '../../words/consent-words'
import { useTraitWords } from '../../words/trait-words'
import { useRoleNames } from './roles'

/** Audit entries as sentences that go on after the name. */
export function useAuditWords() {
  const { t } = useLingui()
  const sentence = ({ action }: AuditEntry, name: string): string => {
    const what = name ? t`„${name}“` : ''
    switch (action) {
      case 'shop.created':
        return t`hat den Shop angelegt`
      case 'shop.updated':
        return t`hat die Angaben zum Shop geändert`
      case 'api_key.created':
        return t`hat den geheimen Schlüssel ${what} angelegt`
      case 'api_key.revoked':
        return t`hat den geheimen Schlüssel ${what} widerrufen`
      case 'staff.invited':
        return t`hat ${what} eingeladen`
      case 'staff.joined':
        return t`hat ein Konto angelegt`
      case 'staff.updated':
        return t`hat ein Konto geändert`
      case 'staff.removed':
        return t`hat ${what} den Zugang entzogen`
      case 'staff.password_changed':
        return t`hat das Passwort geändert`
      case 'flow.activated':
        return t`hat den Flow ${what} eingeschaltet`
      case 'flow.paused':
        return t`hat den Flow ${what} pausiert`
      case 'flow.changed':
        return t`hat den Flow ${what} geändert`
      case 'template.updated':
        return t`hat die Vorlage ${what} geändert`
      case 'brand.updated':
        return t`hat das Aussehen der Mails geändert`
      case 'consent.subscribed':
        return t`hat eine Einwilligung eingetragen`
      case 'consent.unsubscribed':
        return t`hat einen Widerruf eingetragen`
      case 'profile.updated':
        return t`hat Merkmale eines Kunden geändert`
      case 'profile.erased':
        return t`hat die Daten eines Kunden gelöscht`
      case 'suppression.lifted':
        return t`hat die Sperre einer Adresse aufgehoben`
      case 'message.resolved':
        return t`hat über eine ungewisse Mail entschieden`
      case 'import.started':
        return t`hat die Datei ${what} eingelesen`
      case 'shop.connected':
        return t`hat ein Shop-System verbunden`
      case 'shop.connection_changed':
        return t`hat die Verbindung zum Shop-System geändert`
      case 'shop.disconnected':
        return t`hat ein Shop-System getrennt`
      case 'exchange_rates.changed':
        return t`hat Wechselkurse geändert`
      case 'feed.added':
        return t`hat einen Produkt-Feed hinzugefügt`
      case 'feed.changed':
        return t`hat einen Produkt-Feed geändert`
      case 'feed.removed':
        return t`hat einen Produkt-Feed entfernt`
      case 'catalog.rules_changed':
        return t`hat geändert, was als bald ausverkauft gilt`
      case 'segment.created':
        return t`hat das Segment ${what} angelegt`
      case 'segment.changed':
        return t`hat das Segment ${what} geändert`
      case 'segment.archived':
        return t`hat das Segment ${what} archiviert`
      case 'segment.restored':
        return t`hat das Segment ${what} aus dem Archiv geholt`
      case 'list.created':
        return t`hat die Liste ${what} angelegt`
      case 'list.changed':
        return t`hat die Liste ${what} geändert`
      case 'list.archived':
        return t`hat die Liste ${what} archiviert`
      case 'list.restored':
        return t`hat die Liste ${what} aus dem Archiv geholt`
      case 'list.people_added':
        return t`hat Menschen auf die Liste ${what} gesetzt`
      case 'list.people_removed':
        return t`hat Menschen von der Liste ${what} genommen`
    }
  }
  return { sentence, changes: useChangeWords() }
}

interface Change {
  field: string
  before: string
  after: string
}

/** The changes of an entry, but for the name its sentence has said already. */
function useChangeWords() {
  const fields = useFieldWords()
  const values = useValueWords()
  const waits = useWaitWords()
  return ({ action, changes }: AuditEntry): Change[] =>
    Object.entries(changes).flatMap(([field, [before, after]]): Change[] => {
      if (field === 'definition') return waits(before, after)
      if (field === 'file' || (field === 'name' && (before == null || after == null))) return []
      const ofPerson = action === 'profile.updated'
      const was = values(field, before, ofPerson)
      const is = values(field, after, ofPerson)
      return was === is ? [] : [{ field: fields(field, ofPerson), before: was, after: is }]
    })
}

function useFieldWords() {
  const { t } = useLingui()
  const consents = useConsentWords()
  const traits = useTraitWords()
  const words: Record<string, string> = {
    name: t`Name`,
    currency: t`Währung`,
    timeZone: t`Zeitzone`,
    locale: t`Sprache`,
    url: t`Adresse des Shops im Web`,
    role: t`Darf`,
    state: t`Stand`,
    people: t`Menschen`,
    suppression: t`Grund der Sperre`,
    color: t`Farbe`,
    logoUrl: t`Logo`,
    'version.de': t`Deutsche Fassung`,
    'version.en': t`Englische Fassung`,
    'sender.name': t`Name des Absenders`,
    'sender.email': t`Adresse des Absenders`,
    'sender.replyTo': t`Antworten an`,
    'impressum.company': t`Firma mit Rechtsform`,
    'impressum.street': t`Straße und Hausnummer`,
    'impressum.city': t`PLZ und Ort`,
    'impressum.country': t`Land`,
    'impressum.representative': t`Vertreten durch`,
    'impressum.email': t`E-Mail im Impressum`,
    'impressum.phone': t`Telefon`,
    'impressum.register': t`Registergericht und Nummer`,
    'impressum.vatId': t`Umsatzsteuer-ID`,
    'rules.marketingGapHours': t`Abstand zwischen Werbemails`,
    'rules.attributionClickDays': t`Zuordnung nach einem Klick`,
    'rules.attributionOpenDays': t`Zuordnung nach einer Öffnung`,
  }
  return (field: string, ofPerson: boolean) => {
    if (ofPerson) return traits.name(field)
    const [channel = '', purpose] = field.split('.')
    return isPurpose(purpose) ? consents.name(channel, purpose) : (words[field] ?? traits.name(field))
  }
}

const isPurpose = (text: string | undefined): text is ConsentPurpose =>
  text === 'marketing' || text === 'tracking' || text === 'existing_customer'

function useValueWords() {
  const { t } = useLingui()
  const format = useFormat()
  const roles = useRoleNames()
  const consents = useConsentWords()
  const traits = useTraitWords()
  const words: Record<string, string> = {
    ...roles,
    live: t`Live`,
    draft: t`Entwurf`,
    paused: t`Pausiert`,
    subscribed: consents.state('subscribed'),
    unsubscribed: consents.state('unsubscribed'),
    in_doubt: t`ungewiss`,
    handed_over: t`gesendet`,
    resend: t`noch einmal senden`,
  }
  return (field: string, value: unknown, ofPerson: boolean): string => {
    if (value == null) return ''
    if (ofPerson || field === 'locale') return traits.value(value, field)
    if (field === 'rules.marketingGapHours') return format.duration(`PT${value}H`)
    if (field.startsWith('rules.')) return format.duration(`P${value}D`)
    if (field === 'suppression') return consents.suppression(String(value))
    if (typeof value === 'string') return words[value.toLowerCase()] ?? value
    return textOf(value, format.locale) || traits.value(value, field)
  }
}

interface Step {
  key: string
  kind: string
  duration?: string
}

/** Which waiting times of a flow are others now; the rest of a flow has no short words. */
function useWaitWords() {
  const { t } = useLingui()
  const format = useFormat()
  return (before: unknown, after: unknown): Change[] => {
    const old = new Map(steps(before).map((step) => [step.key, step.duration]))
    return steps(after)
      .filter((step) => step.kind === 'delay')
      .flatMap(({ key, duration }, index) => {
        const was = old.get(key)
        if (!was || !duration || was === duration) return []
        const number = index + 1
        return [
          { field: t`${number}. Wartezeit`, before: format.duration(was), after: format.duration(duration) },
        ]
      })
  }
}

function steps(definition: unknown): Step[] {
  try {
    return (JSON.parse(String(definition)) as { steps?: Step[] }).steps ?? []
  } catch {
    return []
  }
}
