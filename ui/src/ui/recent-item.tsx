import type { ReactNode } from 'react'
import { Icon, type IconType } from './icon'
import classes from './recent-item.module.css'

interface Props {
  icon: IconType
  title: ReactNode
  detail?: ReactNode
  time: ReactNode
}

/** One line of "since yesterday": what, one line of context, when. */
export function RecentItem({ icon, title, detail, time }: Props) {
  return (
    <li className={classes.item}>
      <span className={classes.icon}>
        <Icon of={icon} size={18} />
      </span>
      <div className={classes.words}>
        <p className={classes.title}>{title}</p>
        {detail && <p className={classes.detail}>{detail}</p>}
      </div>
      <span className={classes.time}>{time}</span>
    </li>
  )
}
