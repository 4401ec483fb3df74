export type Preset = '7d' | '30d' | '90d' | '365d' | 'month' | 'custom'

/** The period in the address: a preset, or two shop-local days. Absent = 30 days. */
export interface PeriodSearch {
  period?: Preset
  from?: string
  to?: string
}

export interface Period {
  preset: Preset
  /** Shop-local days, both included. */
  from: string
  to: string
  days: number
}

const presetDays = { '7d': 7, '30d': 30, '90d': 90, '365d': 365 } as const
const isDay = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)

/** For `validateSearch` of a route with a period. */
export function periodSearch(search: Record<string, unknown>): PeriodSearch {
  if (isDay(search.from) && isDay(search.to) && search.from <= search.to) {
    return { period: 'custom', from: search.from, to: search.to }
  }
  const preset = search.period
  return preset === '7d' || preset === '90d' || preset === '365d' || preset === 'month'
    ? { period: preset }
    : {}
}

/** Turns what the address says into days, seen from the shop's today. */
export function toPeriod(search: PeriodSearch, today: string): Period {
  if (search.period === 'custom' && search.from && search.to) {
    return period('custom', search.from, search.to)
  }
  if (search.period === 'month') return period('month', `${today.slice(0, 8)}01`, today)
  const preset = search.period && search.period !== 'custom' ? search.period : '30d'
  return period(preset, addDays(today, 1 - presetDays[preset]), today)
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10)
}

function period(preset: Preset, from: string, to: string): Period {
  return { preset, from, to, days: Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1 }
}
