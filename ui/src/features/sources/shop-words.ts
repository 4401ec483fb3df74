import { useLingui } from '@lingui/react/macro'
import { Problem } from '../../api/client'
import type { ShopConnection, UnreadableDelivery } from '../../api/types'

/** What the server says in codes, in the reader's words. */
export function useShopWords() {
  const { t } = useLingui()
  const refusalOfShopify = (reason: string) => {
    switch (reason) {
      case 'no_shop':
        return t`Dort antwortet etwas, aber kein Shopify. Nimm die Adresse, die auf .myshopify.com endet.`
      case 'keys_refused':
        return t`Shopify nimmt diese Schlüssel nicht an. Kopiere sie noch einmal, und prüfe, ob die App im Shop installiert ist.`
      case 'read_only':
        return t`Der App fehlen Rechte. Gib ihr read_customers, read_orders und read_products, veröffentliche die Version und installiere sie neu.`
    }
  }
  const refusalOfMagento = (reason: string, detail: string) => {
    switch (reason) {
      case 'no_shop':
        return t`Dort antwortet etwas, aber kein Magento. Prüfe die Adresse; sie ist die der Startseite, mit Ordner, falls der Shop in einem liegt.`
      case 'keys_refused':
        return t`Magento nimmt diese Schlüssel nicht an. Kopiere alle vier noch einmal, und prüfe, ob die Integration aktiv ist.`
      case 'read_only': {
        const rights = detail.match(/\w+::\w+/g)?.join(', ') ?? ''
        return t`Der Integration fehlen Rechte: ${rights}. Ergänze sie unter „API“, speichere und erteile die Freigabe neu.`
      }
    }
  }
  const refusalOfShopware = (reason: string, detail: string) => {
    switch (reason) {
      case 'no_shop':
        return t`Dort antwortet etwas, aber kein Shopware 6. Nimm die Adresse, die der Shop selbst kennt (APP_URL).`
      case 'keys_refused':
        return t`Shopware nimmt diese Schlüssel nicht an. Ist die App noch da und aktiv, oder die Integration?`
      case 'read_only': {
        const rights = detail.match(/\w+:read/g)?.join(', ') ?? ''
        return rights
          ? t`Der Integration fehlen Rechte: ${rights}. Ergänze sie in ihrer Rolle.`
          : t`Der Integration fehlen Rechte. Ergänze sie in ihrer Rolle.`
      }
    }
  }
  const refusal = (reason: string, kind = 'woocommerce', detail = '') => {
    const own =
      kind === 'shopify'
        ? refusalOfShopify(reason)
        : kind === 'magento'
          ? refusalOfMagento(reason, detail)
          : kind === 'shopware'
            ? refusalOfShopware(reason, detail)
            : undefined
    if (own) return own
    switch (reason) {
      case 'unreachable':
        return t`Unter dieser Adresse antwortet niemand. Prüfe die Adresse, und ob der Shop gerade läuft.`
      case 'no_shop':
        return t`Dort antwortet etwas, aber kein WooCommerce. Prüfe die Adresse; in WordPress müssen unter Einstellungen → Permalinks „sprechende“ Adressen eingestellt sein.`
      case 'keys_refused':
        return t`Der Shop nimmt diese Schlüssel nicht an. Kopiere beide noch einmal, oder lege neue an.`
      case 'read_only':
        return t`Die Schlüssel dürfen nur lesen. Lege welche mit „Lesen/Schreiben“ an.`
      case 'busy':
        return t`Der Shop ist gerade zu beschäftigt. Kundig versucht es von selbst weiter.`
      default:
        return t`Der Shop antwortet mit einem Fehler. Kundig versucht es von selbst weiter.`
    }
  }
  return {
    kind: (kind: string) =>
      ({ woocommerce: 'WooCommerce', shopify: 'Shopify', shopware: 'Shopware 6', magento: 'Magento' })[
        kind
      ] ?? kind,
    /** What the sentence is called by which people agree to the newsletter. */
    sentence: (kind: string) =>
      kind === 'shopware'
        ? t`Der Satz neben dem Feld für deinen Newsletter`
        : t`Der Satz neben dem Newsletter-Häkchen in deiner Kasse`,
    resource: (resource: ShopConnection['history'][number]['resource']) => {
      switch (resource) {
        case 'customer':
          return t`Kunden`
        case 'order':
          return t`Bestellungen`
        case 'product':
          return t`Produkte`
        case 'coupon':
          return t`Gutscheine`
        case 'subscriber':
          return t`Newsletter`
      }
    },
    refusal,
    unreadable: (reason: UnreadableDelivery['reason']) => {
      switch (reason) {
        case 'not_json':
          return t`Das ist keine Meldung, wie der Shop sie sonst schickt.`
        case 'unknown_topic':
          return t`Nach so einer Meldung wurde nicht gefragt.`
        case 'field_missing':
          return t`Es fehlt eine Angabe, ohne die nichts zu machen ist.`
        case 'field_wrong':
          return t`Eine Angabe passt nicht.`
        case 'for_staff':
          return t`Das kann nur ein Mensch erledigen: Jemand möchte seine Daten sehen, oder der Shop wird aufgegeben. Das Handbuch sagt, was zu tun ist.`
        case 'refused':
          return t`Die Datenbank hat sie nicht angenommen.`
      }
    },
    /** The sentence for one field of a refused form. */
    fieldError: (error: Error | null, path: string, kind?: string) => {
      if (!(error instanceof Problem)) return undefined
      const found = error.errors.find((field) => field.path === path)
      if (!found) return undefined
      switch (found.code) {
        case 'required':
          return t`Das fehlt noch.`
        case 'key_invalid':
          return t`So sieht kein Schlüssel aus.`
        case 'too_long':
          return t`Das ist zu lang.`
        case 'shop_address_invalid':
          return t`Das ist keine Adresse eines Shops. Sie beginnt mit https://`
        case 'shop_not_reachable':
          return t`Der Shop kann diesen Kundig nicht erreichen, denn KUNDIG_BASE_URL beginnt nicht mit https://. Nimm die Schlüssel einer Integration, oder sag unten, dass der Shop im eigenen Netz steht.`
        default:
          return found.code.startsWith('shop_')
            ? refusal(found.code.slice('shop_'.length), kind, String(found.facts.detail ?? ''))
            : found.message
      }
    },
  }
}
