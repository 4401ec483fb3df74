import { useLingui } from '@lingui/react'
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { createFormat, type Format } from './format'

const FormatContext = createContext<Format | null>(null)

interface Props {
  timeZone?: string
  currency?: string
  /** Milliseconds the server's clock is ahead of this one. */
  ahead?: number
  children: ReactNode
}

export function FormatProvider({ timeZone, currency = 'EUR', ahead = 0, children }: Props) {
  const { i18n } = useLingui()
  const format = useMemo(
    () =>
      createFormat({
        locale: i18n.locale,
        timeZone: timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
        currency,
        now: () => new Date(Date.now() + ahead),
      }),
    [i18n.locale, timeZone, currency, ahead],
  )
  return <FormatContext.Provider value={format}>{children}</FormatContext.Provider>
}

/** Money, numbers, dates and times as the language and the shop's zone write them. */
export function useFormat(): Format {
  const format = useContext(FormatContext)
  if (!format) throw new Error('useFormat outside FormatProvider')
  return format
}
