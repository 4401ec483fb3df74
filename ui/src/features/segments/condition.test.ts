import { expect, it } from 'vitest'
import {
  added,
  type Condition,
  duplicated,
  type Group,
  grouped,
  isException,
  isGroup,
  leafNode,
  moved,
  movedBefore,
  type Node,
  partAt,
  removed,
  toCondition,
  toRoot,
  ungrouped,
} from './condition'

const de: Condition = { type: 'language', in: ['de'] }
const en: Condition = { type: 'language', in: ['en'] }
const fr: Condition = { type: 'language', in: ['fr'] }
const either: Condition = { type: 'any', of: [en, fr] }
const nested: Condition = { type: 'all', of: [de, either] }

const idAt = (root: Group, ...path: number[]) => {
  let node: Node = root
  for (const index of path) node = (isGroup(node) && node.of[index]) || node
  return node.id
}

it('writes what it has read', () => {
  expect(toCondition(toRoot(nested))).toEqual(nested)
})

it('puts a lone condition into a group', () => {
  expect(toCondition(toRoot(de))).toEqual({ type: 'all', of: [de] })
})

it('takes an inner group away with its last condition, the outermost stays', () => {
  let root = toRoot({ type: 'all', of: [{ type: 'any', of: [en] }] })
  root = removed(root, idAt(root, 0, 0))
  expect(toCondition(root)).toEqual({ type: 'all', of: [] })
})

it('leaves untouched parts as they are', () => {
  const root = toRoot(nested)
  const next = removed(root, idAt(root, 0))
  expect(next.of[0]).toBe(root.of[1])
})

it('moves among neighbours, and into another group', () => {
  const root = toRoot(nested)
  expect(toCondition(moved(root, idAt(root, 0), 1))).toEqual({ type: 'all', of: [either, de] })
  expect(moved(root, idAt(root, 0), -1).of.map((one) => one.id)).toEqual(root.of.map((one) => one.id))
  expect(toCondition(movedBefore(root, idAt(root, 0), idAt(root, 1, 1)))).toEqual({
    type: 'all',
    of: [{ type: 'any', of: [en, de, fr] }],
  })
})

it('moves no group into itself', () => {
  const root = toRoot(nested)
  expect(movedBefore(root, idAt(root, 1), idAt(root, 1, 0))).toBe(root)
})

it('duplicates beside, wraps and unwraps', () => {
  const root = toRoot(nested)
  expect(toCondition(duplicated(root, idAt(root, 0)))).toEqual({ type: 'all', of: [de, de, either] })
  expect(toCondition(grouped(root, idAt(root, 0), 'any'))).toEqual({
    type: 'all',
    of: [{ type: 'any', of: [de] }, either],
  })
  expect(toCondition(ungrouped(root, idAt(root, 1)))).toEqual({ type: 'all', of: [de, en, fr] })
})

it('reads a none with one condition as an exception', () => {
  const root = toRoot({ type: 'all', of: [de, { type: 'none', of: [en] }, { type: 'none', of: [en, fr] }] })
  expect(root.of.map(isException)).toEqual([false, true, false])
})

it('adds at the end of a group', () => {
  const root = toRoot(nested)
  const next = added(root, idAt(root, 1), leafNode({ type: 'language', in: ['it'] }))
  expect(toCondition(next)).toEqual({
    type: 'all',
    of: [de, { type: 'any', of: [en, fr, { type: 'language', in: ['it'] }] }],
  })
})

it('finds the part the server names', () => {
  const root = toRoot(nested)
  expect(partAt(root, 'condition.of[1].of[0].in[0]')).toEqual({ id: idAt(root, 1, 0), field: 'in[0]' })
  expect(partAt(root, 'all[1].any[1].in')).toEqual({ id: idAt(root, 1, 1), field: 'in' })
  expect(partAt(root, 'condition')).toEqual({ id: root.id, field: '' })
  expect(partAt(root, 'condition.of[9].op')).toEqual({ id: root.id, field: 'of[9].op' })
})
