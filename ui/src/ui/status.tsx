import type { ReactNode } from 'react'
import { Mark } from './mark'
import classes from './status.module.css'

export type StatusKind = 'live' | 'draft' | 'paused' | 'stopped' | 'test' | 'done' | 'off'

interface Props {
  kind: StatusKind
  children: ReactNode
}

/** Normal states are mark and word; only what wants a look (paused, stopped, test) gets a box. */
export function Status({ kind, children }: Props) {
  if (kind === 'paused' || kind === 'stopped' || kind === 'test') {
    const tone = kind === 'paused' ? 'warn' : kind === 'stopped' ? 'bad' : 'info'
    return (
      <Badge tone={tone}>
        {kind === 'paused' && (
          <svg width="11" height="11" viewBox="0 0 11 11" aria-hidden="true">
            <path d="M2 1h2.4v9H2zM6.6 1H9v9H6.6z" fill="currentColor" />
          </svg>
        )}
        {kind === 'stopped' && (
          <svg width="12" height="12" viewBox="0 0 16 16" aria-hidden="true">
            <path d="M8 1.5 15.5 14.5H.5z" fill="currentColor" />
          </svg>
        )}
        {children}
      </Badge>
    )
  }
  return (
    <span className={classes.status}>
      {kind === 'live' && <span className={classes.dot} aria-hidden />}
      {kind === 'draft' && <Mark kind="open" size={14} />}
      {kind === 'done' && <Mark kind="holds" size={14} />}
      {kind === 'off' && <Mark kind="off" size={14} />}
      {children}
    </span>
  )
}

export function Badge({
  tone,
  children,
}: {
  tone: 'ok' | 'warn' | 'bad' | 'info' | 'mute' | 'teal'
  children: ReactNode
}) {
  return (
    <span className={classes.badge} data-tone={tone}>
      {children}
    </span>
  )
}
