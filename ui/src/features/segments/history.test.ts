import { expect, it } from 'vitest'
import { changed, type History, started } from './history'

const set = (state: History<string>, value: string, about: string | null = null) =>
  changed(state, { kind: 'set', value, about })
const undo = (state: History<string>) => changed(state, { kind: 'undo' })
const redo = (state: History<string>) => changed(state, { kind: 'redo' })

it('goes back and forth', () => {
  const state = set(set(started('a'), 'b'), 'c')
  expect(undo(state).present).toBe('b')
  expect(undo(undo(state)).present).toBe('a')
  expect(redo(undo(state)).present).toBe('c')
  expect(undo(undo(undo(state))).present).toBe('a')
})

it('takes typing on at one place for one step', () => {
  const state = set(set(set(started('a'), 'b', 'name'), 'bc', 'name'), 'bcd', 'name')
  expect(undo(state).present).toBe('a')
})

it('forgets what was undone once something new is done', () => {
  const state = set(undo(set(started('a'), 'b')), 'c')
  expect(redo(state).present).toBe('c')
  expect(undo(state).present).toBe('a')
})
