import { Link, type LinkProps } from '@tanstack/react-router'
import classes from './tabs.module.css'

export interface Tab {
  key: string
  label: string
  count?: string
  link: LinkProps
}

/** Views of one page, each with its own address. */
export function Tabs({ label, current, tabs }: { label: string; current: string; tabs: Tab[] }) {
  return (
    <nav aria-label={label} className={classes.tabs}>
      {tabs.map((tab) => (
        <Link
          key={tab.key}
          {...(tab.link as LinkProps)}
          replace
          resetScroll={false}
          className={classes.tab}
          // The router would mark it by its path alone; the view stands in the search.
          activeProps={{ 'aria-current': undefined }}
          activeOptions={{ exact: true }}
          {...(tab.key === current ? { 'aria-current': 'page' as const } : {})}
        >
          {tab.label}
          {tab.count !== undefined && <span className={classes.count}>{tab.count}</span>}
        </Link>
      ))}
    </nav>
  )
}
