import type { Money } from '../api/types'

/** `Intl` writes a hyphen where a minus belongs. */
const minus = (text: string) => text.replace(/-(?=[\d.,])/g, '−')

const minute = 60_000
const hour = 60 * minute

export interface FormatSettings {
  locale: string
  /** IANA zone of the shop: every time on a page is the shop's. */
  timeZone: string
  currency: string
  /** The server's now; differs from the browser's in a sandbox with a moved clock. */
  now: () => Date
}

export type Format = ReturnType<typeof createFormat>

/** All numbers, money and times of the app, as the language writes them. Made once per language and shop. */
export function createFormat({ locale, timeZone, currency, now }: FormatSettings) {
  const german = locale.startsWith('de')
  const tag = german ? 'de-DE' : 'en-GB'
  const numbers = new Intl.NumberFormat(tag, { maximumFractionDigits: 2 })
  const compacts = new Intl.NumberFormat(tag, { notation: 'compact', maximumFractionDigits: 1 })
  const percents = new Intl.NumberFormat(tag, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  })
  const monies = new Map<string, Intl.NumberFormat>()

  const moneyFormat = (code: string, digits?: number) => {
    const key = `${code}${digits ?? ''}`
    let found = monies.get(key)
    if (!found) {
      found = new Intl.NumberFormat(tag, {
        style: 'currency',
        currency: code,
        currencyDisplay: 'narrowSymbol',
        ...(digits === undefined ? {} : { minimumFractionDigits: 0, maximumFractionDigits: digits }),
      })
      monies.set(key, found)
    }
    return found
  }

  const dates = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(tag, { timeZone, ...options })
  const days = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(tag, { timeZone: 'UTC', ...options })
  const isoDays = new Intl.DateTimeFormat('en-CA', { timeZone })
  const timeFormat = dates({ hour: '2-digit', minute: '2-digit' })
  const secondFormat = dates({ hour: '2-digit', minute: '2-digit', second: '2-digit' })
  const weekdayTime = dates({ weekday: 'short', hour: '2-digit', minute: '2-digit' })
  const dayTime = dates({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
  const dateFormat = dates({ day: 'numeric', month: 'short', year: 'numeric' })
  const longDate = dates({ day: 'numeric', month: 'long', year: 'numeric' })
  const exact = dates({
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  const headingThisYear = dates({ weekday: 'long', day: 'numeric', month: 'long' })
  const headingOther = dates({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
  const relatives = new Intl.RelativeTimeFormat(tag, { numeric: 'auto', style: 'short' })
  const relativeDays = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' })
  const lists = new Intl.ListFormat(tag, { type: 'conjunction' })
  const regions = new Intl.DisplayNames(tag, { type: 'region', fallback: 'code' })
  const languages = new Intl.DisplayNames(tag, { type: 'language', fallback: 'code' })
  const orLists = new Intl.ListFormat(tag, { type: 'disjunction' })

  /** The shop-local day of an instant, as 2026-11-22. */
  const isoDay = (at: Date) => isoDays.format(at)
  const today = () => isoDay(now())
  const dayDistance = (at: Date) => Math.round((Date.parse(isoDay(at)) - Date.parse(today())) / (24 * hour))

  const number = (value: number) => minus(numbers.format(value))
  const money = (value: Money) => minus(moneyFormat(value.currency).format(Number(value.amount)))

  return {
    locale: german ? ('de' as const) : ('en' as const),
    timeZone,
    currency,
    now,
    today,
    isoDay,
    number,
    /** 12.340 → "12.340", 1.200.000 → "1,2 Mio."; for axes and narrow places. */
    compact: (value: number) => minus(value < 100_000 ? numbers.format(value) : compacts.format(value)),
    /** A share between 0 and 1 as "41,2 %". */
    percent: (share: number) => minus(percents.format(share)),
    money,
    /** Whole units, for axes and sentences: "1.500 €". */
    moneyRound: (amount: number, code = currency) => minus(moneyFormat(code, 0).format(amount)),
    /** A list in words: "E-Mail, SMS und Post". */
    list: (items: string[]) => lists.format(items),
    either: (items: string[]) => orLists.format(items),
    /** "DE" → "Deutschland"; what is no code stays as it is. */
    country: (code: string) => (/^[a-z]{2}$/i.test(code) ? (regions.of(code.toUpperCase()) ?? code) : code),
    /** "de-AT" → "Österreichisches Deutsch"; what is no code stays as it is. */
    language: (code: string) =>
      /^[a-z]{2,3}([-_][a-z]{2})?$/i.test(code) ? (languages.of(code.replace('_', '-')) ?? code) : code,
    time: (at: string) => timeFormat.format(new Date(at)),
    /** With seconds, for what comes in live: "17:08:42". */
    seconds: (at: string) => secondFormat.format(new Date(at)),
    date: (at: string) => dateFormat.format(new Date(at)),
    dateLong: (at: string) => longDate.format(new Date(at)),
    /** Day and minute, as a proof names them: "14. März 2023, 19:42". */
    exactDay: (at: string) => `${longDate.format(new Date(at))}, ${timeFormat.format(new Date(at))}`,
    exact: (at: string) => exact.format(new Date(at)),
    /** A shop-local calendar day (2026-11-22) for an axis: "22. Nov.", with weekday "So., 22. Nov.". */
    day: (day: string, weekday = false) =>
      days({ day: 'numeric', month: 'short', ...(weekday ? { weekday: 'short' } : {}) }).format(
        new Date(`${day}T00:00:00Z`),
      ),
    dayLong: (day: string) =>
      days({ day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(`${day}T00:00:00Z`)),
    month: (day: string) => days({ month: 'short', year: 'numeric' }).format(new Date(`${day}T00:00:00Z`)),
    /** Day heading of a timeline: "Heute", "Gestern, Samstag", "Freitag, 20. November". */
    dayHeading: (at: string) => {
      const date = new Date(at)
      const distance = dayDistance(date)
      if (distance === 0 || distance === -1) {
        const word = relativeDays.format(distance, 'day')
        const heading = word.charAt(0).toUpperCase() + word.slice(1)
        return distance === 0 ? heading : `${heading}, ${dates({ weekday: 'long' }).format(date)}`
      }
      const sameYear = isoDay(date).slice(0, 4) === today().slice(0, 4)
      return (sameYear ? headingThisYear : headingOther).format(date)
    },
    /** "vor 4 Min.", "10:40", "gestern, 16:20", "Fr., 18:30", "12. Nov., 18:00", "3. Sept. 2025". */
    when: (at: string) => {
      const date = new Date(at)
      const past = now().getTime() - date.getTime()
      const distance = dayDistance(date)
      if (past >= 0 && past < minute) return relatives.format(0, 'second')
      if (past >= 0 && past < hour) return minus(relatives.format(-Math.floor(past / minute), 'minute'))
      if (distance === 0) return timeFormat.format(date)
      if (distance === -1 || distance === 1) {
        return `${relativeDays.format(distance, 'day')}, ${timeFormat.format(date)}`
      }
      if (Math.abs(distance) < 7) return weekdayTime.format(date)
      if (isoDay(date).slice(0, 4) === today().slice(0, 4)) return dayTime.format(date)
      return dateFormat.format(date)
    },
    /** ISO duration in words: PT1H → "1 Stunde", P1DT2H → "1 Tag 2 Stunden". */
    duration: (iso: string) => {
      const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(iso)
      if (!match) return iso
      const units = ['day', 'hour', 'minute', 'second'] as const
      const parts = units.flatMap((unit, index) => {
        const value = Number(match[index + 1] ?? 0)
        return value === 0
          ? []
          : [new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'long' }).format(value)]
      })
      return parts.length
        ? parts.join(' ')
        : new Intl.NumberFormat(tag, { style: 'unit', unit: 'minute', unitDisplay: 'long' }).format(0)
    },
  }
}
