import { IconArrowRight } from '@tabler/icons-react'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import classes from './empty-state.module.css'
import { Icon } from './icon'

interface Props {
  title: string
  /** What will stand here, and how it gets here. */
  children: ReactNode
  /** Ready starts, best with real numbers. */
  starts?: { key: string; title: string; detail?: string; figure?: string; link: LinkProps }[]
  /** The one action that fills it. */
  action?: ReactNode
  /** A cropped example, right. */
  example?: ReactNode
}

/** An empty page teaches: what will stand here, an example, the one action that fills it. */
export function EmptyState({ title, children, starts, action, example }: Props) {
  return (
    <div className={classes.card} data-example={example ? 'yes' : undefined}>
      <div className={classes.words}>
        <h2 className={classes.title}>{title}</h2>
        <p className={classes.text}>{children}</p>
        {starts && (
          <ul className={classes.starts}>
            {starts.map((start) => (
              <li key={start.key}>
                <Link {...(start.link as LinkProps)} className={classes.start}>
                  <span className={classes.startWords}>
                    <span className="b">{start.title}</span>
                    {start.detail && <span className={classes.startDetail}>{start.detail}</span>}
                  </span>
                  {start.figure && <span className={classes.figure}>{start.figure}</span>}
                  <Icon of={IconArrowRight} size={16} />
                </Link>
              </li>
            ))}
          </ul>
        )}
        {action && <div className={classes.action}>{action}</div>}
      </div>
      {example && (
        <div className={classes.example} aria-hidden>
          <div className={classes.crop}>{example}</div>
        </div>
      )}
    </div>
  )
}
