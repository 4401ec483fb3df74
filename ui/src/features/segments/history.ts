import { useCallback, useMemo, useReducer } from 'react'

export interface History<T> {
  past: T[]
  present: T
  future: T[]
  /** What the last change was about: typing on at the same place is one step back. */
  about: string | null
}

type Change<T> =
  | { kind: 'set'; value: T; about: string | null }
  | { kind: 'undo' }
  | { kind: 'redo' }
  | { kind: 'start'; value: T }

const kept = 200

export const started = <T>(value: T): History<T> => ({ past: [], present: value, future: [], about: null })

export function changed<T>(state: History<T>, change: Change<T>): History<T> {
  switch (change.kind) {
    case 'start':
      return started(change.value)
    case 'set': {
      if (change.value === state.present) return state
      const goesOn = change.about !== null && change.about === state.about
      return {
        past: goesOn ? state.past : [...state.past, state.present].slice(-kept),
        present: change.value,
        future: [],
        about: change.about,
      }
    }
    case 'undo': {
      const before = state.past.at(-1)
      if (before === undefined) return state
      return {
        past: state.past.slice(0, -1),
        present: before,
        future: [state.present, ...state.future],
        about: null,
      }
    }
    case 'redo': {
      const [next, ...future] = state.future
      if (next === undefined) return state
      return { past: [...state.past, state.present], present: next, future, about: null }
    }
  }
}

/** A value with undo and redo. */
export function useHistory<T>(initial: T | (() => T)) {
  const [state, dispatch] = useReducer(changed<T>, null, () =>
    started(typeof initial === 'function' ? (initial as () => T)() : initial),
  )
  const set = useCallback(
    (value: T, about: string | null = null) => dispatch({ kind: 'set', value, about }),
    [],
  )
  const undo = useCallback(() => dispatch({ kind: 'undo' }), [])
  const redo = useCallback(() => dispatch({ kind: 'redo' }), [])
  const start = useCallback((value: T) => dispatch({ kind: 'start', value }), [])
  return useMemo(
    () => ({
      value: state.present,
      canUndo: state.past.length > 0,
      canRedo: state.future.length > 0,
      set,
      undo,
      redo,
      start,
    }),
    [state, set, undo, redo, start],
  )
}
