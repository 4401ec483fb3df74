import { useLingui } from '@lingui/react/macro'
import { IconArrowDownRight, IconArrowUpRight, IconInfoCircle } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { Icon } from './icon'
import { Skeleton } from './skeleton'
import classes from './stat-tabs.module.css'

export interface StatTab {
  key: string
  label: string
  /** Quiet words after the label: "nach Erstattungen". */
  note?: string
  /** What the number means, behind the i. */
  hint?: string
  value: ReactNode
  /** One line: change and the value before. */
  context?: ReactNode
}

interface Props {
  stats: StatTab[]
  selected: string
  onSelect: (key: string) => void
  label: string
  /** The chart of the selected stat, inside the same card. */
  children?: ReactNode
}

/** Stats are the tabs of the chart beneath, in one card. On a phone they swipe. */
export function StatTabs({ stats, selected, onSelect, label, children }: Props) {
  const list = useRef<HTMLDivElement>(null)
  // On a phone the tabs swipe: bring the chosen one into sight, without moving the page.
  useEffect(() => {
    const tab = list.current?.querySelector<HTMLElement>(`#stat-${selected}`)
    if (list.current && tab) list.current.scrollLeft = tab.offsetLeft - 16
  }, [selected])
  const move = (offset: number) => {
    const index = stats.findIndex((stat) => stat.key === selected)
    const next = (index + offset + stats.length) % stats.length
    const stat = stats[next]
    if (!stat) return
    onSelect(stat.key)
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus()
  }
  return (
    <div className={classes.card}>
      <div className={classes.tabs} role="tablist" aria-label={label} ref={list}>
        {stats.map((stat) => (
          <button
            key={stat.key}
            type="button"
            role="tab"
            id={`stat-${stat.key}`}
            aria-selected={stat.key === selected}
            aria-controls={children ? 'stat-panel' : undefined}
            tabIndex={stat.key === selected ? 0 : -1}
            className={classes.tab}
            onClick={() => onSelect(stat.key)}
            onKeyDown={(event) => {
              if (event.key === 'ArrowRight') move(1)
              else if (event.key === 'ArrowLeft') move(-1)
              else return
              event.preventDefault()
            }}
          >
            <span className={classes.label}>
              <b>{stat.label}</b>
              {stat.note && <span className={classes.note}>{stat.note}</span>}
              {stat.hint && (
                <span className={classes.info} data-tip={stat.hint}>
                  <Icon of={IconInfoCircle} size={14} />
                  <span className="visually-hidden">{stat.hint}</span>
                </span>
              )}
            </span>
            <span className={classes.value}>{stat.value}</span>
            <span className={classes.context}>{stat.context ?? ' '}</span>
          </button>
        ))}
      </div>
      {children && (
        <div id="stat-panel" role="tabpanel" aria-labelledby={`stat-${selected}`}>
          {children}
        </div>
      )}
    </div>
  )
}

/** Change against the period before: arrow, amount, and whether that is good. */
export function Change({
  direction,
  good,
  children,
}: {
  direction: number
  good?: boolean
  children: ReactNode
}) {
  const { t } = useLingui()
  if (direction === 0) return <span className={classes.same}>{t`unverändert`}</span>
  const up = direction > 0
  return (
    <span className={classes.change} data-good={(good ?? up) || undefined}>
      <Icon of={up ? IconArrowUpRight : IconArrowDownRight} size={13} />
      <span className="visually-hidden">{up ? t`mehr:` : t`weniger:`}</span>
      {children}
    </span>
  )
}

export function StatTabsSkeleton({ count = 5, chart = 300 }: { count?: number; chart?: number }) {
  return (
    <div className={classes.card} aria-hidden>
      <div className={classes.tabs}>
        {Array.from({ length: count }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
          <div key={index} className={classes.tab} data-selected={index === 0 || undefined}>
            <Skeleton width={90} height={12} />
            <div style={{ height: 10 }} />
            <Skeleton width={120} height={24} />
            <div style={{ height: 10 }} />
            <Skeleton width={100} height={12} />
          </div>
        ))}
      </div>
      <div style={{ height: chart }} />
    </div>
  )
}
