import type { ReactNode } from 'react'
import classes from './mark.module.css'

export type MarkKind = 'holds' | 'held' | 'off' | 'lawful' | 'open' | 'missing' | 'broken'

const shapes: Record<MarkKind, ReactNode> = {
  holds: (
    <>
      <circle cx="8" cy="8" r="7" fill="var(--k-mark-ok)" />
      <path d="m5 8.2 2.1 2.1L11.2 6" stroke="var(--k-surface)" />
    </>
  ),
  held: (
    <>
      <circle cx="8" cy="8" r="7" fill="var(--k-warn)" />
      <path d="M5 8h6" stroke="var(--k-surface)" />
    </>
  ),
  off: (
    <>
      <circle cx="8" cy="8" r="6.4" stroke="var(--k-text-3)" strokeWidth="1.2" />
      <path d="m6 6 4 4m0-4-4 4" stroke="var(--k-text-3)" strokeWidth="1.2" />
    </>
  ),
  lawful: (
    <>
      <circle cx="8" cy="8" r="6.4" stroke="var(--k-text-3)" strokeWidth="1.2" />
      <text x="8" y="11.4" textAnchor="middle" fontSize="9.5" fill="var(--k-text-2)" stroke="none">
        §
      </text>
    </>
  ),
  open: <circle cx="8" cy="8" r="6.4" stroke="var(--k-text-3)" strokeWidth="1.3" strokeDasharray="2.6 2.4" />,
  missing: (
    <>
      <path
        d="M8 1.8 15 14H1z"
        fill="var(--k-warn)"
        stroke="var(--k-warn)"
        strokeWidth="1.4"
        strokeLinejoin="round"
      />
      <path d="M8 6.2v3.6M8 12v.1" stroke="var(--k-surface)" strokeWidth="1.4" />
    </>
  ),
  broken: (
    <>
      <circle cx="8" cy="8" r="7" fill="var(--k-bad)" />
      <path d="m5.8 5.8 4.4 4.4m0-4.4-4.4 4.4" stroke="var(--k-surface)" />
    </>
  ),
}

/** One sign per meaning (theme: Marks). Decorative: the sentence beside it says the same. */
export function Mark({ kind, size = 16 }: { kind: MarkKind; size?: number }) {
  return (
    <svg
      className={classes.mark}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      strokeWidth="1.6"
      strokeLinecap="round"
      aria-hidden="true"
    >
      {shapes[kind]}
    </svg>
  )
}
