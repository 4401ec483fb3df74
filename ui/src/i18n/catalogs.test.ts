import type { Messages } from '@lingui/core'
import { expect, it } from 'vitest'

const files = import.meta.glob<{ messages: Messages }>('../**/locales/en.po', { eager: true })

it('says email and legal notice, as everywhere in the app', () => {
  const others = Object.entries(files).flatMap(([file, { messages }]) =>
    Object.values(messages)
      .map((message) => JSON.stringify(message))
      .filter((text) => /e-mail|imprint/i.test(text))
      .map((text) => `${text} (${file})`),
  )
  expect(others).toEqual([])
})

it('gives no German text two English ones', () => {
  const seen = new Map<string, { text: string; file: string }>()
  const clashes: string[] = []
  for (const [file, { messages }] of Object.entries(files)) {
    for (const [id, message] of Object.entries(messages)) {
      const text = JSON.stringify(message)
      const other = seen.get(id)
      if (other && other.text !== text) clashes.push(`${other.text} (${other.file}) ≠ ${text} (${file})`)
      seen.set(id, { text, file })
    }
  }
  expect(clashes).toEqual([])
})
