import { useLingui } from '@lingui/react/macro'
import { IconX } from '@tabler/icons-react'
import { type ReactNode, useEffect, useState } from 'react'
import { IconButton } from './button'
import classes from './page.module.css'

interface PageProps {
  title: string
  /** What the page is for, in one sentence. */
  sentence?: ReactNode
  /** Remembers under this name that the sentence was dismissed. */
  dismissKey?: string
  /** Period picker and/or the page's one primary action. */
  actions?: ReactNode
  /** page 1180, table 1280, narrow 1080; form and list stand left in 1180, 680 and 920 wide. */
  width?: 'page' | 'table' | 'narrow' | 'form' | 'list'
  children: ReactNode
}

export function Page({ title, sentence, dismissKey, actions, width = 'page', children }: PageProps) {
  useTitle(title)
  return (
    <div className={classes.page} data-width={width}>
      <header className={classes.header}>
        <div className={classes.words}>
          <h1>{title}</h1>
          {sentence && <Sentence dismissKey={dismissKey}>{sentence}</Sentence>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  )
}

/** Sets the window's title while the page is open. */
export function useTitle(title: string) {
  useEffect(() => {
    document.title = title ? `${title} · Kundig` : 'Kundig'
  }, [title])
}

function Sentence({ dismissKey, children }: { dismissKey?: string; children: ReactNode }) {
  const { t } = useLingui()
  const storageKey = dismissKey && `kundig-dismissed-${dismissKey}`
  const [hidden, setHidden] = useState(() => !!storageKey && localStorage.getItem(storageKey) === '1')
  if (hidden) return null
  return (
    <p className={classes.sentence}>
      {children}
      {storageKey && (
        <IconButton
          icon={IconX}
          iconSize={14}
          label={t`Hinweis ausblenden`}
          className={classes.dismiss}
          onClick={() => {
            localStorage.setItem(storageKey, '1')
            setHidden(true)
          }}
        />
      )}
    </p>
  )
}

interface SectionProps {
  title: ReactNode
  count?: ReactNode
  aside?: ReactNode
  children: ReactNode
}

/** A titled part of a page; 36 px from the one before. */
export function Section({ title, count, aside, children }: SectionProps) {
  return (
    <section className={classes.section}>
      <div className={classes.sectionHead}>
        <h2>
          {title}
          {count !== undefined && <span className={classes.count}>{count}</span>}
        </h2>
        {aside && <div className={classes.aside}>{aside}</div>}
      </div>
      {children}
    </section>
  )
}

/** Two columns 48 px apart; one below the other on a phone. */
export function Columns({ children }: { children: ReactNode }) {
  return <div className={classes.columns}>{children}</div>
}
