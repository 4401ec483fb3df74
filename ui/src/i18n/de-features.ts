import type { Messages } from '@lingui/core'

// All pages but Start.
const files = import.meta.glob<{ messages: Messages }>(
  ['../features/*/locales/de.po', '../words/locales/de.po', '!../features/start/**'],
  { eager: true },
)

export const messages: Messages = Object.assign({}, ...Object.values(files).map((file) => file.messages))
