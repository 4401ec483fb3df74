import type { ShopChange } from '../../api/shop'
import type { Shop } from '../../api/types'

/** The shop as it stands in the form: every field a text. */
export interface ShopDraft {
  name: string
  currency: string
  timeZone: string
  locale: string
  url: string
  senderName: string
  senderEmail: string
  replyTo: string
  company: string
  street: string
  city: string
  country: string
  representative: string
  email: string
  phone: string
  register: string
  vatId: string
}

export function draftOf(shop: Shop | null, language: string): ShopDraft {
  const impressum = shop?.impressum
  const zone = shop?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  return {
    name: shop?.name ?? '',
    currency: shop?.currency ?? 'EUR',
    timeZone: zone,
    locale: shop?.locale ?? language,
    url: shop?.url ?? '',
    senderName: shop?.sender.name ?? '',
    senderEmail: shop?.sender.email ?? '',
    replyTo: shop?.sender.replyTo ?? '',
    company: impressum?.company ?? '',
    street: impressum?.street ?? '',
    city: impressum?.city ?? '',
    country: impressum?.country ?? (impressum?.company ? '' : countryOf(zone, language)),
    representative: impressum?.representative ?? '',
    email: impressum?.email ?? '',
    phone: impressum?.phone ?? '',
    register: impressum?.register ?? '',
    vatId: impressum?.vatId ?? '',
  }
}

/** A first guess where the zone tells the country. */
function countryOf(zone: string, language: string): string {
  const code = { 'Europe/Berlin': 'DE', 'Europe/Vienna': 'AT', 'Europe/Zurich': 'CH' }[zone]
  return code ? (new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? '') : ''
}

export function changeOf(draft: ShopDraft): ShopChange {
  const given = (text: string) => text.trim() || null
  return {
    name: draft.name.trim(),
    currency: draft.currency,
    timeZone: draft.timeZone,
    locale: draft.locale,
    url: draft.url.trim(),
    sender: {
      name: given(draft.senderName) ?? given(draft.name),
      email: given(draft.senderEmail) ?? given(draft.email),
      replyTo: given(draft.replyTo),
    },
    impressum: {
      company: given(draft.company),
      street: given(draft.street),
      city: given(draft.city),
      country: given(draft.country),
      representative: given(draft.representative),
      email: given(draft.email),
      phone: given(draft.phone),
      register: given(draft.register),
      vatId: given(draft.vatId),
    },
  }
}

const mandatory = ['name', 'company', 'street', 'city', 'country', 'email'] as const

/** How many fields are still empty without which no mail may leave. */
export const missingFields = (draft: ShopDraft) => mandatory.filter((key) => !draft[key].trim()).length

/** Digits a German or Austrian VAT id still lacks; 0 for anything else, the server knows more. */
export function missingVatDigits(text: string): { prefix: string; missing: number } | null {
  const id = text.toUpperCase().replace(/[\s.\-/]/g, '')
  const match = /^(DE|ATU)(\d*)$/.exec(id)
  if (!match) return null
  const [, prefix = '', digits = ''] = match
  const missing = (prefix === 'DE' ? 9 : 8) - digits.length
  return missing > 0 ? { prefix, missing } : null
}
