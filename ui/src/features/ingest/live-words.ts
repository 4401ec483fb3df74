import { useLingui } from '@lingui/react/macro'
import type { LiveFact } from '../../api/types'
import type { MarkKind } from '../../ui/mark'

/** Facts of the door in words. */
export function useLiveWords() {
  const { t } = useLingui()
  const reason = (code: string | null) => {
    switch (code) {
      case 'bot':
        return t`Suchmaschine oder Programm`
      case 'no_identity':
        return t`ohne erkennbaren Menschen`
      case 'invalid':
        return t`nicht lesbar`
      case 'poison':
        return t`beiseitegelegt`
      case null:
        return ''
      default:
        return code.replaceAll('_', ' ')
    }
  }
  return {
    reason,
    what: (fact: LiveFact) => {
      switch (fact.name ?? fact.type) {
        case 'track':
          return t`Ereignis`
        case 'identify':
          return t`Wer es ist`
        case 'page':
        case 'Viewed Page':
          return t`Seite besucht`
        case 'screen':
        case 'Viewed Screen':
          return t`Seite in der App`
        case 'group':
        case 'Joined Group':
          return t`Gruppe`
        case 'alias':
          return t`Zwei Kennungen, ein Mensch`
        case 'consent':
          return t`Einwilligung`
        case 'Active on Site':
          return t`Im Shop unterwegs`
        case 'Viewed Product':
          return t`Produkt angesehen`
        case 'Added to Cart':
          return t`In den Warenkorb`
        case 'Removed from Cart':
          return t`Aus dem Warenkorb`
        case 'Viewed Cart':
          return t`Warenkorb angesehen`
        case 'Started Checkout':
          return t`Zur Kasse`
        case 'Placed Order':
          return t`Bestellung`
        case 'Fulfilled Order':
          return t`Verschickt`
        case 'Cancelled Order':
          return t`Storniert`
        case 'Refunded Order':
          return t`Erstattet`
        default:
          return fact.name ?? fact.type
      }
    },
    outcome: (fact: LiveFact) => {
      switch (fact.outcome) {
        case 'accepted':
          return t`angenommen`
        case 'duplicate':
          return t`schon bekannt`
        case 'dropped': {
          const why = reason(fact.reason)
          return why ? t`verworfen: ${why}` : t`verworfen`
        }
        case 'set_aside':
          return t`beiseitegelegt`
        default:
          return fact.outcome
      }
    },
    mark: (fact: LiveFact): MarkKind => {
      switch (fact.outcome) {
        case 'accepted':
          return 'holds'
        case 'duplicate':
          return 'open'
        case 'dropped':
          return 'off'
        case 'set_aside':
          return 'missing'
        default:
          return 'open'
      }
    },
  }
}
