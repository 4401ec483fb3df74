import type { Locale } from '../api/types'

/** A name the server keeps in two languages, however it arrives: object, its JSON, or plain text. */
export function textOf(value: unknown, locale: Locale): string {
  if (typeof value === 'string') {
    if (!value.startsWith('{')) return value
    try {
      return textOf(JSON.parse(value), locale)
    } catch {
      return value
    }
  }
  if (value && typeof value === 'object') {
    const texts = value as Partial<Record<Locale, string>>
    return texts[locale] ?? texts.de ?? texts.en ?? ''
  }
  return ''
}
