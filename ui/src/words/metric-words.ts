import { useLingui } from '@lingui/react/macro'

interface Deed {
  /** The German auxiliary: "haben" or "sind". */
  aux: 'have' | 'be'
  /** After "haben in den letzten 30 Tagen …": "ein Produkt angesehen". */
  done: string
  /** The same for what did not happen: "kein Produkt angesehen". */
  undone: string
}

/** What people do, as a name to choose from and as the part of a sentence; a shop's own by the name it gave them. */
export function useMetricWords() {
  const { t } = useLingui()
  const name = (metric: string): string => {
    switch (metric) {
      case 'Active on Site':
        return t`Website besucht`
      case 'Viewed Page':
        return t`Seite angesehen`
      case 'Viewed Product':
        return t`Produkt angesehen`
      case 'Viewed Cart':
        return t`Warenkorb angesehen`
      case 'Added to Cart':
        return t`In den Warenkorb gelegt`
      case 'Removed from Cart':
        return t`Aus dem Warenkorb genommen`
      case 'Started Checkout':
        return t`Zur Kasse gegangen`
      case 'Placed Order':
        return t`Bestellung aufgegeben`
      case 'Ordered Product':
        return t`Produkt gekauft`
      case 'Fulfilled Order':
        return t`Bestellung verschickt`
      case 'Cancelled Order':
        return t`Bestellung storniert`
      case 'Refunded Order':
        return t`Bestellung erstattet`
      case 'Products Searched':
      case 'Searched Site':
        return t`Gesucht`
      case 'Received Email':
        return t`E-Mail bekommen`
      case 'Opened Email':
        return t`E-Mail geöffnet`
      case 'Clicked Email':
        return t`In E-Mail geklickt`
      case 'Bounced Email':
        return t`E-Mail kam zurück`
      case 'Marked Email as Spam':
        return t`E-Mail als Spam gemeldet`
      case 'Subscribed to Email Marketing':
        return t`Newsletter erlaubt`
      case 'Unsubscribed from Email Marketing':
        return t`Newsletter abbestellt`
      case 'Subscribed to Back in Stock':
        return t`Wartet auf Nachschub`
      case 'Added to List':
        return t`Auf eine Liste gesetzt`
      case 'Removed from List':
        return t`Von einer Liste genommen`
      case 'Entered Flow':
        return t`In einen Flow gekommen`
      case 'Left Flow':
        return t`Flow verlassen`
      default:
        return metric
    }
  }
  const deed = (metric: string): Deed => {
    switch (metric) {
      case 'Active on Site':
        return have(t`die Website besucht`, t`die Website nicht besucht`)
      case 'Viewed Page':
        return have(t`eine Seite angesehen`, t`keine Seite angesehen`)
      case 'Viewed Product':
        return have(t`ein Produkt angesehen`, t`kein Produkt angesehen`)
      case 'Viewed Cart':
        return have(t`den Warenkorb angesehen`, t`den Warenkorb nicht angesehen`)
      case 'Added to Cart':
        return have(
          t({ message: 'etwas in den Warenkorb gelegt', context: 'after haben' }),
          t({ message: 'nichts in den Warenkorb gelegt', context: 'after haben' }),
        )
      case 'Removed from Cart':
        return have(t`etwas aus dem Warenkorb genommen`, t`nichts aus dem Warenkorb genommen`)
      case 'Started Checkout':
        return {
          aux: 'be',
          done: t({ message: 'zur Kasse gegangen', context: 'after sind' }),
          undone: t({ message: 'nicht zur Kasse gegangen', context: 'after sind' }),
        }
      case 'Placed Order':
        return have(
          t({ message: 'bestellt', context: 'after haben' }),
          t({ message: 'nichts bestellt', context: 'after haben' }),
        )
      case 'Ordered Product':
        return have(t`ein Produkt gekauft`, t`kein Produkt gekauft`)
      case 'Fulfilled Order':
        return have(t`eine Bestellung geschickt bekommen`, t`keine Bestellung geschickt bekommen`)
      case 'Cancelled Order':
        return have(t`eine Bestellung storniert`, t`keine Bestellung storniert`)
      case 'Refunded Order':
        return have(t`eine Erstattung bekommen`, t`keine Erstattung bekommen`)
      case 'Products Searched':
      case 'Searched Site':
        return have(t`auf der Website gesucht`, t`auf der Website nicht gesucht`)
      case 'Received Email':
        return have(t`eine E-Mail bekommen`, t`keine E-Mail bekommen`)
      case 'Opened Email':
        return have(t`eine E-Mail geöffnet`, t`keine E-Mail geöffnet`)
      case 'Clicked Email':
        return have(t`in einer E-Mail geklickt`, t`in keiner E-Mail geklickt`)
      case 'Bounced Email':
        return have(t`eine E-Mail zurückgehen lassen`, t`keine E-Mail zurückgehen lassen`)
      case 'Marked Email as Spam':
        return have(t`eine E-Mail als Spam gemeldet`, t`keine E-Mail als Spam gemeldet`)
      case 'Subscribed to Email Marketing':
        return have(
          t({ message: 'den Newsletter erlaubt', context: 'after haben' }),
          t({ message: 'den Newsletter nicht erlaubt', context: 'after haben' }),
        )
      case 'Unsubscribed from Email Marketing':
        return have(t`den Newsletter abbestellt`, t`den Newsletter nicht abbestellt`)
      case 'Entered Flow':
        return {
          aux: 'be',
          done: t({ message: 'in einen Flow gekommen', context: 'after sind' }),
          undone: t({ message: 'in keinen Flow gekommen', context: 'after sind' }),
        }
      case 'Left Flow':
        return have(t`einen Flow verlassen`, t`keinen Flow verlassen`)
      case 'Subscribed to Back in Stock':
        return have(t`sich für Nachschub eingetragen`, t`sich nicht für Nachschub eingetragen`)
      case 'Added to List':
        return {
          aux: 'be',
          done: t`auf eine Liste gekommen`,
          undone: t`auf keine Liste gekommen`,
        }
      case 'Removed from List':
        return {
          aux: 'be',
          done: t`von einer Liste genommen worden`,
          undone: t`von keiner Liste genommen worden`,
        }
      case '':
        return have(t`etwas getan`, t`etwas nicht getan`)
      default:
        return have(t`„${metric}“ ausgelöst`, t`„${metric}“ nicht ausgelöst`)
    }
  }
  return { name, deed }
}

const have = (done: string, undone: string): Deed => ({ aux: 'have', done, undone })
