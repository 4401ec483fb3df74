export type DelayUnit = 'minutes' | 'hours' | 'days'

export interface Delay {
  value: number
  unit: DelayUnit
}

/** The largest unit that says it without a remainder; a written "24 hours" stays hours. */
export function parseDelay(iso: string): Delay {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:\d+S)?)?$/.exec(iso)
  const days = Number(match?.[1] ?? 0)
  const hours = Number(match?.[2] ?? 0)
  const minutes = Number(match?.[3] ?? 0)
  if (minutes > 0) return { value: (days * 24 + hours) * 60 + minutes, unit: 'minutes' }
  if (hours > 0) return { value: days * 24 + hours, unit: 'hours' }
  return days > 0 ? { value: days, unit: 'days' } : { value: 0, unit: 'hours' }
}

/** Days are calendar days of the shop, hours are hours: the two differ when clocks change. */
export function writeDelay({ value, unit }: Delay): string {
  switch (unit) {
    case 'minutes':
      return `PT${value}M`
    case 'hours':
      return `PT${value}H`
    case 'days':
      return `P${value}D`
  }
}
