import { i18n } from '@lingui/core'
import type { Locale } from '../api/types'

const storageKey = 'kundig-locale'

/** The language before anybody is signed in: the one used last here, else the browser's. */
export function firstLocale(): Locale {
  const stored = localStorage.getItem(storageKey)
  if (stored === 'de' || stored === 'en') return stored
  return navigator.language.toLowerCase().startsWith('de') ? 'de' : 'en'
}

/** Loads the language's texts (one chunk per language) and switches to it. */
export async function activate(locale: Locale): Promise<void> {
  if (i18n.locale === locale) return
  const { messages } = locale === 'de' ? await import('./de') : await import('./en')
  i18n.loadAndActivate({ locale, messages })
  document.documentElement.lang = locale
  localStorage.setItem(storageKey, locale)
}
