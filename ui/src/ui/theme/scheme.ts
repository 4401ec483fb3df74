import { useSyncExternalStore } from 'react'
import type { ThemeChoice } from '../../api/types'

const storageKey = 'kundig-theme'
const dark = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

const stored = (): ThemeChoice => {
  const value = localStorage.getItem(storageKey)
  return value === 'light' || value === 'dark' ? value : 'auto'
}

const current = () => (stored() === 'dark' || (stored() === 'auto' && dark.matches) ? 'dark' : 'light')

function apply() {
  document.documentElement.setAttribute('data-mantine-color-scheme', current())
  for (const listener of listeners) listener()
}

dark.addEventListener('change', apply)

/** Light, dark, or as the system says; kept for the next visit's first paint (public/boot.js). */
export function setScheme(choice: ThemeChoice) {
  if (stored() === choice) return
  localStorage.setItem(storageKey, choice)
  apply()
}

export const useScheme = () =>
  useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, current)
