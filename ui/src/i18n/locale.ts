import { i18n, type Messages } from '@lingui/core'
import type { Locale } from '../api/types'

const storageKey = 'kundig-locale'

/** The language before anybody is signed in: the one used last here, else the browser's. */
export function firstLocale(): Locale {
  const stored = localStorage.getItem(storageKey)
  if (stored === 'de' || stored === 'en') return stored
  return navigator.language.toLowerCase().startsWith('de') ? 'de' : 'en'
}

const core: Record<Locale, () => Promise<{ messages: Messages }>> = {
  de: () => import('./de'),
  en: () => import('./en'),
}

const features: Record<Locale, () => Promise<{ messages: Messages }>> = {
  de: () => import('./de-features'),
  en: () => import('./en-features'),
}

let withFeatures = false

/** Loads the texts of frame and Start (one chunk per language) and switches to the language. */
export async function activate(locale: Locale): Promise<void> {
  if (i18n.locale === locale) return
  const [{ messages }, others] = await Promise.all([core[locale](), withFeatures ? features[locale]() : null])
  i18n.loadAndActivate({ locale, messages: { ...messages, ...others?.messages } })
  document.documentElement.lang = locale
  localStorage.setItem(storageKey, locale)
}

/** Loads the texts of all other pages, in the language that is on; those pages wait for it. */
export async function loadFeatureTexts(): Promise<void> {
  if (withFeatures) return
  const locale = i18n.locale as Locale
  const { messages } = await features[locale]()
  withFeatures = true
  i18n.load(locale, messages)
}
