import { useLingui } from '@lingui/react/macro'
import type { Outage } from '../api/types'
import { useFormat } from '../ui/format-context'

/** Since when no mail leaves, why, and who can end it. */
export function useOutageWords() {
  const { t } = useLingui()
  const format = useFormat()
  const obstacle = (reason: string) => {
    switch (reason) {
      case 'connect':
        return t`Der Mailserver ist nicht zu erreichen.`
      case 'timeout':
        return t`Der Mailserver antwortet nicht rechtzeitig.`
      case 'refused':
        return t`Der Mailserver weist Kundig gerade ab.`
      case 'protocol':
        return t`Was dort antwortet, ist kein Mailserver.`
      case 'tls':
        return t`Die verschlüsselte Verbindung zum Mailserver kommt nicht zustande.`
      case 'starttls_not_offered':
        return t`Der Mailserver bietet keine Verschlüsselung an.`
      case 'password_in_clear':
        return t`Der Mailserver bietet keine Verschlüsselung an, und unverschlüsselt gibt Kundig kein Passwort heraus.`
      case 'auth_not_offered':
        return t`Der Mailserver bietet keine Anmeldung an, die Kundig kennt.`
      case 'auth_refused':
        return t`Der Mailserver lehnt Benutzer oder Passwort ab.`
      default:
        return t`Die Übergabe an den Mailserver bricht ab.`
    }
  }
  return {
    title: t`Gerade geht keine Mail hinaus`,
    text: ({ since, reason, passing }: Outage) => {
      const day = format.exactDay(since)
      const why = obstacle(reason)
      return passing
        ? t`${why} Das ist so seit ${day}. Es kann von selbst vorbeigehen: Die Mails warten, und Kundig versucht es immer wieder. Bleibt es dabei, prüfe KUNDIG_SMTP_URL.`
        : t`${why} Das ist so seit ${day}. Von selbst geht es nicht vorbei: Ändere den Mailserver oder KUNDIG_SMTP_URL, das ab dem nächsten Start gilt. Bis dahin warten die Mails.`
    },
    /** The server's own words, to search for or to hand on. */
    detail: ({ detail }: Outage) => t`Die Meldung im Wortlaut: „${detail}“`,
  }
}
