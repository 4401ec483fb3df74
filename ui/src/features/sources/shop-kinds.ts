import { useLingui } from '@lingui/react/macro'

export type KindName = 'woocommerce' | 'shopify' | 'own'

interface KeyWords {
  name: string
  label: string
  fresh: string
  placeholder: string
}

/** A kind of shop system, and what it calls its two keys; one that sends by itself has none. */
export interface ShopKind {
  kind: KindName
  name: string
  address: string
  open?: KeyWords
  secret?: KeyWords
}

/** Of a kind that this app does not know the keys are not asked for. */
export const kindOf = (kinds: Record<KindName, ShopKind>, kind: string) =>
  Object.values(kinds).find((one) => one.kind === kind) ?? kinds.own

export function useShopKinds(): Record<KindName, ShopKind> {
  const { t } = useLingui()
  return {
    woocommerce: {
      kind: 'woocommerce',
      name: 'WooCommerce',
      address: 'https://shop.example',
      open: {
        name: 'consumerKey',
        label: t`Kundenschlüssel (Consumer Key)`,
        fresh: t`Neuer Kundenschlüssel (Consumer Key)`,
        placeholder: 'ck_…',
      },
      secret: {
        name: 'consumerSecret',
        label: t`Kundengeheimnis (Consumer Secret)`,
        fresh: t`Neues Kundengeheimnis (Consumer Secret)`,
        placeholder: 'cs_…',
      },
    },
    shopify: {
      kind: 'shopify',
      name: 'Shopify',
      address: 'https://shop.myshopify.com',
      open: {
        name: 'clientId',
        label: t`Client-ID (oder Zugriffstoken einer älteren App)`,
        fresh: t`Neue Client-ID (oder Zugriffstoken)`,
        placeholder: t`Client-ID oder shpat_…`,
      },
      secret: {
        name: 'clientSecret',
        label: t`Client-Geheimnis (Client secret)`,
        fresh: t`Neues Client-Geheimnis (Client secret)`,
        placeholder: 'shpss_…',
      },
    },
    own: { kind: 'own', name: t`Anderes System (über die Schnittstelle)`, address: 'https://shop.example' },
  }
}
