import { expect, it } from 'vitest'
import { messages as german } from './de'
import { messages as germanFeatures } from './de-features'
import { messages as english } from './en'
import { messages as englishFeatures } from './en-features'

const catalogs = import.meta.glob<{ messages: Record<string, unknown> }>('../**/locales/*.po', {
  eager: true,
})

it('loads every catalog there is', () => {
  for (const [file, { messages }] of Object.entries(catalogs)) {
    const loaded = file.endsWith('/de.po')
      ? { ...german, ...germanFeatures }
      : { ...english, ...englishFeatures }
    const missing = Object.keys(messages).filter((id) => !(id in loaded))
    expect(missing, file).toEqual([])
  }
})
