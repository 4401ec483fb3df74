import type { Messages } from '@lingui/core'

// All pages but Start.
const files = import.meta.glob<{ messages: Messages }>(
  ['../features/*/locales/en.po', '../words/locales/en.po', '!../features/start/**'],
  { eager: true },
)

export const messages: Messages = Object.assign({}, ...Object.values(files).map((file) => file.messages))
