import { Trans, useLingui } from '@lingui/react/macro'
import { IconX } from '@tabler/icons-react'
import { useSyncExternalStore } from 'react'
import { Icon } from './icon'
import { Mark } from './mark'
import classes from './toast.module.css'

interface Toast {
  id: number
  text: string
  tone: 'done' | 'bad'
  undo?: () => void
}

const shownFor = 6_000
let toasts: Toast[] = []
let nextId = 1
const listeners = new Set<() => void>()

/** Says what was done; with `undo` the reader can take it back instead of being asked before. */
export function toast(text: string, options: { undo?: () => void; tone?: 'done' | 'bad' } = {}) {
  const id = nextId++
  set([...toasts.slice(-2), { id, text, tone: options.tone ?? 'done', undo: options.undo }])
  setTimeout(() => dismiss(id), options.undo ? shownFor * 1.5 : shownFor)
}

function dismiss(id: number) {
  set(toasts.filter((item) => item.id !== id))
}

function set(next: Toast[]) {
  toasts = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function Toasts() {
  const { t } = useLingui()
  const items = useSyncExternalStore(subscribe, () => toasts)
  return (
    <div className={classes.stack} role="status" aria-live="polite">
      {items.map((item) => (
        <div key={item.id} className={classes.toast}>
          <Mark kind={item.tone === 'bad' ? 'broken' : 'holds'} />
          <span className={classes.text}>{item.text}</span>
          {item.undo && (
            <button
              type="button"
              className={classes.undo}
              onClick={() => {
                item.undo?.()
                dismiss(item.id)
              }}
            >
              <Trans>Rückgängig</Trans>
            </button>
          )}
          <button
            type="button"
            className={classes.close}
            aria-label={t`Hinweis schließen`}
            onClick={() => dismiss(item.id)}
          >
            <Icon of={IconX} size={15} />
          </button>
        </div>
      ))}
    </div>
  )
}
