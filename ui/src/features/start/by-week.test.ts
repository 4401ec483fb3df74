import { expect, it } from 'vitest'
import type { DashboardDay } from '../../api/types'
import { byWeek } from './by-week'

const day = (index: number): DashboardDay => ({
  day: new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10),
  revenue: '10.00',
  attributed: '2.00',
  previousRevenue: null,
  orders: 1,
  averageOrder: '10.00',
  recipients: 3,
})

it('sums whole weeks up to the last day and leaves out a short first one', () => {
  const weeks = byWeek(Array.from({ length: 16 }, (_, index) => day(index)))
  expect(weeks.map((week) => [week.day, Number(week.revenue), week.recipients])).toEqual([
    ['2026-01-03', 70, 21],
    ['2026-01-10', 70, 21],
  ])
  expect(Number(weeks[0]?.averageOrder)).toBe(10)
})
