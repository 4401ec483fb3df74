import { useLingui } from '@lingui/react/macro'
import type { AuditEntry } from '../../api/types'
import { useFormat } from '../../ui/format-context'
import { textOf } from '../../ui/texts'
import { useRoleNames } from './roles'

/** Audit entries as sentences that go on after the name. */
export function useAuditWords() {
  const { t } = useLingui()
  const format = useFormat()
  const roles = useRoleNames()
  const sentence = ({ action, subject, changes }: AuditEntry): string => {
    // Subjects are "kind:id"; a readable name stands among the changes where there is one.
    const named = changes.name?.find((part) => part != null) ?? changes.email?.find((part) => part != null)
    const tail = subject.includes(':') ? subject.slice(subject.indexOf(':') + 1) : subject
    const name = named ? textOf(named, format.locale) || String(named) : tail.includes('@') ? tail : ''
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
      case 'flow.deactivated':
        return t`hat den Flow ${what} pausiert`
      case 'flow.changed':
      case 'flow.updated':
        return t`hat den Flow ${what} geändert`
      case 'consent.recorded':
      case 'consent.changed':
        return t`hat eine Einwilligung von Hand geändert`
      case 'message.resolved':
        return t`hat über eine ungewisse Mail entschieden`
      case 'template.changed':
      case 'template.updated':
        return t`hat die Vorlage ${what} geändert`
      case 'import.started':
        return t`hat die Datei ${what} eingelesen`
      default:
        return `${action} ${subject}`
    }
  }
  const fields: Record<string, string> = {
    name: t`Name`,
    currency: t`Währung`,
    timeZone: t`Zeitzone`,
    locale: t`Sprache`,
    url: t`Adresse des Shops im Web`,
    role: t`Darf`,
    state: t`Stand`,
    theme: t`Darstellung`,
    email: t`E-Mail`,
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
  const values: Record<string, string> = { ...roles, live: t`Live`, draft: t`Entwurf`, paused: t`Pausiert` }
  return {
    sentence,
    field: (key: string) => fields[key] ?? key,
    value: (value: unknown) =>
      (typeof value === 'string' && values[value.toLowerCase()]) ||
      textOf(value, format.locale) ||
      (typeof value === 'string' ? value : JSON.stringify(value)),
  }
}
