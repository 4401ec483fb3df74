import type { ReactNode } from 'react'
import classes from './attention-item.module.css'
import { Icon, type IconType } from './icon'

interface Props {
  icon: IconType
  tone: 'warn' | 'bad' | 'info'
  /** What happened. */
  title: ReactNode
  /** What it means for the people concerned. */
  children: ReactNode
  /** One small button. */
  action?: ReactNode
}

export function AttentionItem({ icon, tone, title, children, action }: Props) {
  return (
    <li className={classes.item}>
      <span className={classes.icon} data-tone={tone}>
        <Icon of={icon} size={18} />
      </span>
      <div className={classes.words}>
        <p className="b">{title}</p>
        <p className={classes.text}>{children}</p>
      </div>
      {action && <div className={classes.action}>{action}</div>}
    </li>
  )
}
