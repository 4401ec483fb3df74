import { useLingui } from '@lingui/react/macro'
import type { ConsentChannel, ConsentPurpose, ConsentState } from '../api/types'

const confirmationMail = ', confirmation mail '

/** When the confirmation mail was sent that proves a double opt-in: "form:newsletter, confirmation mail … of 2026-…". */
export const confirmationSentAt = (source: string | null) =>
  source?.split(confirmationMail)[1]?.split(' of ')[1] ?? null

/** Channels, purposes, and how a consent came about, as people say it. */
export function useConsentWords() {
  const { t } = useLingui()
  const channel = (key: string) => {
    switch (key as ConsentChannel) {
      case 'email':
        return t`E-Mail`
      case 'sms':
        return t`SMS`
      case 'whatsapp':
        return t`WhatsApp`
      case 'post':
        return t`Post`
      case 'push':
        return t`Push`
      default:
        return key
    }
  }
  return {
    channel,
    /** What the line of a consent is called: "E-Mail", "Öffnungen und Klicks messen". */
    name: (of: string, purpose: ConsentPurpose) => {
      switch (purpose) {
        case 'marketing':
          return channel(of)
        case 'tracking':
          return t`Öffnungen und Klicks messen`
        case 'existing_customer': {
          const name = channel(of)
          return t`${name} als Bestandskunde`
        }
        default:
          return channel(of)
      }
    },
    state: (state: ConsentState) => {
      switch (state) {
        case 'subscribed':
          return t`erlaubt`
        case 'unsubscribed':
          return t`widerrufen`
        case 'pending':
          return t`noch nicht bestätigt`
        case 'none':
          return t`nie gefragt`
        default:
          return state
      }
    },
    method: (method: string | null) => {
      switch (method) {
        case 'form':
          return t`Formular`
        case 'double_opt_in':
          return t`per Mail bestätigt`
        case 'preference_page':
          return t`auf der Einstellungsseite`
        case 'one_click':
          return t`Abmelden im Mailprogramm`
        case 'unsubscribe_page':
          return t`auf der Abmeldeseite`
        case 'checkout':
          return t`an der Kasse`
        case 'api':
          return t`vom Shop gemeldet`
        case 'import':
          return t`aus einer Datei`
        case 'staff':
          return t`vom Team eingetragen`
        case 'complaint':
          return t`Spam-Beschwerde`
        case 'bounce':
          return t`Adresse unzustellbar`
        default:
          return method ?? ''
      }
    },
    /** Where a consent was given: `form:newsletter`, `message:…`, an address, a file. */
    source: (source: string | null) => {
      if (source?.startsWith('form:')) {
        const form = source.slice('form:'.length).split(confirmationMail)[0]
        return t`Formular „${form}“`
      }
      return source?.startsWith('message:') ? t`über eine Mail` : source
    },
    suppression: (reason: string) => {
      switch (reason) {
        case 'hard_bounce':
          return t`die Adresse gibt es nicht`
        case 'soft_bounces':
          return t`mehrere Mails kamen nacheinander zurück`
        case 'spam_complaint':
          return t`eine Mail wurde als Spam gemeldet`
        case 'invalid_address':
          return t`die Adresse ist ungültig`
        case 'staff':
          return t`vom Team gesperrt`
        case 'objection':
          return t`Werbung wurde widersprochen`
        default:
          return reason
      }
    },
  }
}
