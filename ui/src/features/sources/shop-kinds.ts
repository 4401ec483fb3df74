import { useLingui } from '@lingui/react/macro'

export type KindName = 'woocommerce' | 'shopify' | 'shopware' | 'magento' | 'own'

/** One of the values that a shop system gives out for Kundig. */
export interface ShopKey {
  name: string
  label: string
  /** As a label where others are there already. */
  fresh: string
  placeholder: string
  secret: boolean
  /** May stay empty. */
  further?: boolean
}

/** A kind of shop system, and what it calls its keys; one that sends by itself has none. */
export interface ShopKind {
  kind: KindName
  name: string
  address: string
  keys: ShopKey[]
  /** The shop takes an app of ours, which needs no keys. */
  app?: boolean
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
      keys: [
        {
          name: 'consumerKey',
          label: t`Kundenschlüssel (Consumer Key)`,
          fresh: t`Neuer Kundenschlüssel (Consumer Key)`,
          placeholder: 'ck_…',
          secret: false,
        },
        {
          name: 'consumerSecret',
          label: t`Kundengeheimnis (Consumer Secret)`,
          fresh: t`Neues Kundengeheimnis (Consumer Secret)`,
          placeholder: 'cs_…',
          secret: true,
        },
      ],
    },
    shopify: {
      kind: 'shopify',
      name: 'Shopify',
      address: 'https://shop.myshopify.com',
      keys: [
        {
          name: 'clientId',
          label: t`Client-ID (oder Zugriffstoken einer älteren App)`,
          fresh: t`Neue Client-ID (oder Zugriffstoken)`,
          placeholder: t`Client-ID oder shpat_…`,
          secret: false,
        },
        {
          name: 'clientSecret',
          label: t`Client-Geheimnis (Client secret)`,
          fresh: t`Neues Client-Geheimnis (Client secret)`,
          placeholder: 'shpss_…',
          secret: true,
        },
      ],
    },
    shopware: {
      kind: 'shopware',
      name: 'Shopware 6',
      address: 'https://shop.example',
      app: true,
      keys: [
        {
          name: 'accessKey',
          label: t`Zugangs-ID (Access key ID)`,
          fresh: t`Neue Zugangs-ID (Access key ID)`,
          placeholder: 'SWIA…',
          secret: false,
        },
        {
          name: 'secretKey',
          label: t`Sicherheitsschlüssel (Secret access key)`,
          fresh: t`Neuer Sicherheitsschlüssel (Secret access key)`,
          placeholder: '',
          secret: true,
        },
      ],
    },
    magento: {
      kind: 'magento',
      name: 'Magento / Adobe Commerce',
      address: 'https://shop.example',
      keys: [
        {
          name: 'consumerKey',
          label: t`Verbraucherschlüssel (Consumer Key)`,
          fresh: t`Neuer Verbraucherschlüssel (Consumer Key)`,
          placeholder: '',
          secret: false,
          further: true,
        },
        {
          name: 'consumerSecret',
          label: t`Verbrauchergeheimnis (Consumer Secret)`,
          fresh: t`Neues Verbrauchergeheimnis (Consumer Secret)`,
          placeholder: '',
          secret: true,
          further: true,
        },
        {
          name: 'accessToken',
          label: t`Zugriffstoken (Access Token)`,
          fresh: t`Neuer Zugriffstoken (Access Token)`,
          placeholder: '',
          secret: true,
        },
        {
          name: 'accessTokenSecret',
          label: t`Geheimnis zum Zugriffstoken (Access Token Secret)`,
          fresh: t`Neues Geheimnis zum Zugriffstoken (Access Token Secret)`,
          placeholder: '',
          secret: true,
          further: true,
        },
      ],
    },
    own: {
      kind: 'own',
      name: t`Anderes System (über die Schnittstelle)`,
      address: 'https://shop.example',
      keys: [],
    },
  }
}
