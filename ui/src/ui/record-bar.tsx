import { IconChevronLeft } from '@tabler/icons-react'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Icon } from './icon'
import classes from './record-bar.module.css'

interface Props {
  back: LinkProps & { label: string }
  /** Only where the page below has no h1. */
  title?: ReactNode
  /** Save state, neighbours, the one primary. */
  children?: ReactNode
}

/** The 52-px bar of editors and records: ‹ list, save state, one primary. */
export function RecordBar({ back, title, children }: Props) {
  const { label, ...link } = back
  return (
    <div className={classes.bar}>
      <Link {...(link as LinkProps)} className={classes.back}>
        <Icon of={IconChevronLeft} size={16} />
        {label}
      </Link>
      {title && <div className={classes.title}>{title}</div>}
      <div className={classes.end}>{children}</div>
    </div>
  )
}
