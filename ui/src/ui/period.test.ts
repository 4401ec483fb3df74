import { describe, expect, it } from 'vitest'
import { periodSearch, toPeriod } from './period'

describe('period', () => {
  it('is the last 30 days unless the address says otherwise', () => {
    expect(toPeriod(periodSearch({}), '2026-11-22')).toEqual({
      preset: '30d',
      from: '2026-10-24',
      to: '2026-11-22',
      days: 30,
    })
  })

  it('starts a month on its first day', () => {
    expect(toPeriod(periodSearch({ period: 'month' }), '2026-11-22').from).toBe('2026-11-01')
  })

  it('ignores days that make no period', () => {
    expect(periodSearch({ from: '2026-11-22', to: '2026-11-01' })).toEqual({})
    expect(periodSearch({ from: 'x', to: '2026-11-01' })).toEqual({})
  })
})
