import { expect, it } from 'vitest'
import type { SegmentExplained } from '../../api/types'
import { byPart, decidingIn } from './builder-context'
import { type Condition, toRoot } from './condition'

const leaf: Condition = { type: 'language', in: ['de'] }
const said = (holds: boolean, of: SegmentExplained[] = []): SegmentExplained => ({
  type: '',
  holds,
  count: null,
  last: null,
  value: null,
  of,
})

const deciding = (condition: Condition, tree: SegmentExplained) => {
  const root = toRoot(condition)
  const found = decidingIn(root, byPart(root, tree))
  return root.of.map((node) => found.has(node.id))
}

it('names what does not hold among all', () => {
  expect(deciding({ type: 'all', of: [leaf, leaf] }, said(false, [said(true), said(false)]))).toEqual([
    false,
    true,
  ])
})

it('names a group as a whole where no part of it decides alone', () => {
  const any: Condition = { type: 'any', of: [leaf, leaf] }
  expect(
    deciding(
      { type: 'all', of: [leaf, any] },
      said(false, [said(true), said(false, [said(false), said(false)])]),
    ),
  ).toEqual([false, true])
})

it('names what holds among none', () => {
  expect(deciding({ type: 'none', of: [leaf, leaf] }, said(false, [said(true), said(false)]))).toEqual([
    true,
    false,
  ])
})

it('names nothing when the person is in', () => {
  expect(deciding({ type: 'any', of: [leaf, leaf] }, said(true, [said(true), said(false)]))).toEqual([
    false,
    false,
  ])
})
