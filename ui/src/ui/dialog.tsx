import { useLingui } from '@lingui/react/macro'
import { IconX } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { IconButton } from './button'
import classes from './dialog.module.css'

interface Props {
  /** Stands in the head; without one give `label`. */
  title?: string
  label?: string
  onClose: () => void
  /** middle: a question or form · top: the palette · bottom: a sheet on the phone · right: a panel. */
  place?: 'middle' | 'top' | 'bottom' | 'right'
  width?: number
  children: ReactNode
  /** Buttons, the primary last. */
  footer?: ReactNode
}

/** The browser's own modal dialog, open as long as it is rendered: focus, Escape and the layer come from there. */
export function Dialog({ title, label, onClose, place = 'middle', width = 480, children, footer }: Props) {
  const { t } = useLingui()
  const ref = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const dialog = ref.current
    if (!dialog || dialog.open) return
    dialog.showModal()
    dialog.querySelector<HTMLElement>('[data-autofocus]')?.focus()
    return () => dialog.close()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it, the browser sees to that
    <dialog
      ref={ref}
      className={classes.dialog}
      data-place={place}
      style={{ '--dialog-width': `${width}px` } as React.CSSProperties}
      aria-label={label ?? title}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => event.target === ref.current && onClose()}
    >
      <div className={classes.inside}>
        {title && (
          <header className={classes.head}>
            <h2>{title}</h2>
            <IconButton icon={IconX} label={t`Schließen`} onClick={onClose} />
          </header>
        )}
        <div className={title ? classes.body : undefined}>{children}</div>
        {footer && <footer className={classes.foot}>{footer}</footer>}
      </div>
    </dialog>
  )
}
