import type { Messages } from '@lingui/core'

// What a first visit needs: frame, parts and Start.
const files = import.meta.glob<{ messages: Messages }>(
  ['../{app,ui}/locales/de.po', '../features/start/locales/de.po'],
  { eager: true },
)

export const messages: Messages = Object.assign({}, ...Object.values(files).map((file) => file.messages))
