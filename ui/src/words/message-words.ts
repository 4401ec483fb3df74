import { useLingui } from '@lingui/react/macro'
import type { MessageRow, MessageState } from '../api/types'
import { useFormat } from '../ui/format-context'
import type { MarkKind } from '../ui/mark'
import { textOf } from '../ui/texts'

/** Where a message stands and why, in words. */
export function useMessageWords() {
  const { t } = useLingui()
  const format = useFormat()
  const reason = (code: string | null) => {
    switch (code) {
      case 'no_address':
        return t`keine E-Mail-Adresse bekannt`
      case 'suppressed':
        return t`die Adresse ist gesperrt`
      case 'no_consent':
        return t`nie um Erlaubnis gefragt`
      case 'not_confirmed':
        return t`Anmeldung nie bestätigt`
      case 'unsubscribed':
        return t`abgemeldet`
      case 'sender_incomplete':
        return t`der Absender ist unvollständig`
      case 'no_impressum':
        return t`im Impressum fehlt etwas`
      case 'no_unsubscribe_link':
        return t`der Vorlage fehlt der Abmeldelink`
      case 'frequency_gap':
        return t`kurz vorher ging schon eine Werbemail raus`
      case 'template_failed':
        return t`die Vorlage hat einen Fehler`
      case 'duplicate':
        return t`es war schon dieselbe Nachricht`
      case 'refused':
      case 'refused_for_now':
        return t`der Mailserver hat abgelehnt`
      case 'hard_bounce':
        return t`die Adresse gibt es nicht`
      case 'invalid_address':
        return t`die Adresse ist ungültig`
      case 'outcome_unknown':
        return t`die Verbindung brach im letzten Moment ab`
      case 'sender_lost':
        return t`der Server fiel im Moment der Übergabe aus`
      case 'resolved_by_staff':
        return t`vom Team entschieden`
      case 'not_sent':
      case 'not_sendable':
        return t`sie ließ sich nicht übergeben`
      case 'tried_long_enough':
        return t`der Mailserver hat lange genug abgelehnt`
      case 'ordered':
      case 'ordered_since':
        return t`inzwischen bestellt`
      case 'converted':
        return t`Ziel des Flows erreicht`
      case 'cart_empty':
        return t`der Warenkorb ist leer`
      case 'too_late':
        return t`es war zu spät dafür`
      case 'error':
        return t`ein Schritt des Flows ging schief`
      case null:
        return ''
      default:
        return code.replaceAll('_', ' ')
    }
  }
  const state = (code: MessageState) => {
    switch (code) {
      case 'planned':
        return t`geplant`
      case 'intended':
        return t`auf dem Weg`
      case 'handed_over':
        return t`gesendet`
      case 'delivered':
        return t`zugestellt`
      case 'failed':
        return t`gescheitert`
      case 'in_doubt':
        return t`ungewiss`
      case 'skipped':
        return t`nicht gesendet`
      case 'bounced':
        return t`zurückgekommen`
      default:
        return code
    }
  }
  const source = (message: Pick<MessageRow, 'source'>) => {
    const name = textOf(message.source.name, format.locale)
    switch (message.source.kind) {
      case 'flow':
        return t`Flow ${name}`
      case 'campaign':
        return t`Kampagne ${name}`
      case 'test':
      case 'system':
        return name
      default:
        return name
    }
  }
  return {
    reason,
    state,
    source,
    mark: (code: MessageState): MarkKind => {
      switch (code) {
        case 'handed_over':
        case 'delivered':
          return 'holds'
        case 'skipped':
          return 'held'
        case 'failed':
        case 'bounced':
          return 'broken'
        case 'in_doubt':
          return 'missing'
        case 'planned':
        case 'intended':
          return 'open'
        default:
          return 'open'
      }
    },
    /** What it is called before it has a subject: the flow's name. */
    subject: (message: Pick<MessageRow, 'subject' | 'source'>) =>
      message.subject ?? textOf(message.source.name, format.locale),
  }
}
