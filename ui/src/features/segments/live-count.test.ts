import { expect, it } from 'vitest'
import { rounded } from './live-count'

it('says estimates in two figures', () => {
  expect([7, 99, 100, 1287, 18_362, 0].map(rounded)).toEqual([7, 99, 100, 1300, 18_000, 0])
})
