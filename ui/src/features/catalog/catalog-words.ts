import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { FeedResult, ProductFact } from '../../api/types'
import { useFormat } from '../../ui/format-context'

/** Sentences on what came of a feed, and on what happened to products. */
export function useCatalogWords() {
  const { t } = useLingui()
  const format = useFormat()

  function trouble({ code, line, detail }: FeedResult): string {
    const at = line === null ? '' : t` (Zeile ${String(line)})`
    switch (code) {
      case 'unreachable':
        return t`Der Server antwortet nicht oder bricht ab. Prüfe, ob die Adresse im Browser die ganze Datei zeigt.`
      case 'status':
        return t`Der Server antwortet mit ${detail ?? ''} statt mit der Datei. Prüfe die Adresse.`
      case 'login':
        return t`Der Server verlangt andere Zugangsdaten. Lege den Feed mit Benutzer und Passwort neu an.`
      case 'too_large':
        return t`Der Feed ist zu groß (${detail ?? ''}). Teile ihn in mehrere.`
      case 'empty':
        return t`Die Datei ist leer.`
      case 'not_a_feed':
        return t`Unter der Adresse liegt kein Feed, sondern eine Seite. Nimm die Adresse, die dein Shop für Google Merchant nennt.`
      case 'xml_broken':
        return t`Das XML ist kaputt${at}: vermutlich ein offenes Element oder ein „&“, das „&amp;“ heißen muss.`
      case 'xml_entities':
        return t`Das XML benutzt Kürzel wie „&nbsp;“, die nicht erklärt sind${at}. Schreibe das Zeichen selbst.`
      case 'table_broken':
        return t`Die Tabelle ist nicht lesbar${at}: vermutlich fehlt ein Anführungszeichen.`
      case 'json_broken':
        return t`Das JSON ist kaputt${at}: vermutlich fehlt ein Komma oder eine Klammer, oder die Datei bricht ab.`
      case 'columns_missing':
        return t`Es fehlen Spalten: ${detail ?? ''}. Nötig sind id, title und price.`
      case 'no_items':
        return t`Im Feed steht kein Produkt.`
      case 'mostly_unusable':
        return t`Die meisten Einträge sind nicht brauchbar${at}.`
      case 'shrunk': {
        const before = format.number(Number(detail))
        return t`Der Feed hat nur noch die Hälfte oder weniger: Zuletzt waren es ${before} Einträge.`
      }
      default:
        return t`Das ging wegen eines Fehlers bei uns nicht. Der nächste Versuch folgt von selbst.`
    }
  }

  function flaw(code: string): string {
    switch (code) {
      case 'id_missing':
        return t`ohne id`
      case 'title_missing':
        return t`ohne Titel`
      case 'price_missing':
        return t`ohne Preis`
      case 'price_unreadable':
        return t`Preis nicht lesbar; richtig ist „15.00 EUR“`
      case 'link_unreadable':
        return t`Link ist keine Adresse`
      case 'twice':
        return t`id kommt doppelt vor; der erste Eintrag gilt`
      default:
        return code
    }
  }

  const market = (code: string) => (code ? format.language(code) : t`Alle Märkte`)

  function fact(it: ProductFact): string {
    const money = (amount: number | null) =>
      amount === null || !it.currency ? '' : format.money({ amount: String(amount), currency: it.currency })
    const [was, now, lowest] = [money(it.was), money(it.now), money(it.lowest)]
    const pieces = it.now === null ? null : Math.floor(it.now)
    switch (it.kind) {
      case 'PRICE_DROP':
        return t`Preis gesenkt von ${was} auf ${now}; niedrigster Preis der 30 Tage davor: ${lowest}`
      case 'LOW_STOCK':
        return plural(pieces ?? 0, {
          one: 'Bald ausverkauft: noch # Stück',
          other: 'Bald ausverkauft: noch # Stück',
        })
      case 'BACK_IN_STOCK':
        return pieces === null
          ? t`Wieder lieferbar`
          : plural(pieces, { one: 'Wieder lieferbar: # Stück', other: 'Wieder lieferbar: # Stück' })
    }
  }

  return { trouble, flaw, market, fact }
}
