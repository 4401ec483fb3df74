import { expect, it } from 'vitest'
import { readable } from './readable'

it.each([
  ['favouriteRoast', 'Favourite roast'],
  ['favourite_roast', 'Favourite roast'],
  ['lieblings-röstung', 'Lieblings röstung'],
  ['Kundengruppe B2B', 'Kundengruppe B2B'],
  ['shopURLHost', 'Shop URL host'],
  ['order2Count', 'Order2 count'],
  ['VIP', 'VIP'],
  ['$source', 'Source'],
  ['_', '_'],
  ['مرحبا', 'مرحبا'],
])('%s reads as %s', (key, words) => {
  expect(readable(key)).toBe(words)
})
