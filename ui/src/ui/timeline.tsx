import type { ReactNode } from 'react'
import { useFormat } from './format-context'
import { Icon, type IconType } from './icon'
import classes from './timeline.module.css'

/** A day of the timeline with its heading in words. */
export function TimelineDay({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <section className={classes.day}>
      <h3 className={classes.heading}>{heading}</h3>
      <ol className={classes.list}>{children}</ol>
    </section>
  )
}

interface Props {
  icon: IconType
  /** Money = filled teal ring, not sent = dashed ring. */
  ring?: 'plain' | 'money' | 'dashed'
  at: string
  /** One sentence with the object in bold. */
  title: ReactNode
  /** One line of context. */
  context?: ReactNode
  /** Opens in place: explanation, mail card. */
  children?: ReactNode
}

export function TimelineItem({ icon, ring = 'plain', at, title, context, children }: Props) {
  const format = useFormat()
  return (
    <li className={classes.item}>
      <span className={classes.ring} data-ring={ring}>
        <Icon of={icon} size={15} />
      </span>
      <div className={classes.words}>
        <p className={classes.title}>{title}</p>
        {context && <div className={classes.context}>{context}</div>}
      </div>
      {/* The day stands in the heading. */}
      <time dateTime={at} title={format.exact(at)} className={classes.time}>
        {format.time(at)}
      </time>
      {children && <div className={classes.more}>{children}</div>}
    </li>
  )
}
