import { expect, it } from 'vitest'
import { parseDelay, writeDelay } from './delay'

it('keeps the unit somebody chose', () => {
  for (const iso of ['PT30M', 'PT1H', 'PT24H', 'P1D', 'P14D']) {
    expect(writeDelay(parseDelay(iso))).toBe(iso)
  }
})

it('reads mixed lengths in the smaller unit', () => {
  expect(parseDelay('P1DT2H')).toEqual({ value: 26, unit: 'hours' })
  expect(parseDelay('PT1H30M')).toEqual({ value: 90, unit: 'minutes' })
})
