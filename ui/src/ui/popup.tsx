import { type ReactNode, type RefObject, useEffect, useId, useRef, useState } from 'react'
import classes from './popup.module.css'

export interface PopupControl {
  open: boolean
  close: () => void
  /** For the button that opens it. */
  target: {
    ref: RefObject<HTMLButtonElement | null>
    popoverTarget: string
    'aria-expanded': boolean
    'aria-haspopup': 'menu' | 'dialog'
  }
  /** For the panel. */
  panel: { ref: RefObject<HTMLDivElement | null>; id: string }
}

/**
 * The browser's own popover: top layer, light dismiss, Escape and focus return come from there;
 * we only say where it stands.
 */
export function usePopup(kind: 'menu' | 'dialog', align: 'start' | 'end' = 'start'): PopupControl {
  const id = useId()
  const target = useRef<HTMLButtonElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const element = panel.current
    if (!element) return
    const onToggle = (event: Event) => {
      const opened = (event as ToggleEvent).newState === 'open'
      setOpen(opened)
      if (opened && target.current) place(target.current, element, align)
    }
    element.addEventListener('toggle', onToggle)
    return () => element.removeEventListener('toggle', onToggle)
  }, [align])
  return {
    open,
    close: () => panel.current?.hidePopover(),
    target: { ref: target, popoverTarget: id, 'aria-expanded': open, 'aria-haspopup': kind },
    panel: { ref: panel, id },
  }
}

interface PanelProps {
  popup: PopupControl
  label: string
  role: 'menu' | 'dialog'
  className?: string
  children: ReactNode
}

export function PopupPanel({ popup, label, role, className, children }: PanelProps) {
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: the role is menu or dialog, both take a name
    <div
      {...popup.panel}
      popover="auto"
      role={role}
      aria-label={label}
      className={className ? `${classes.panel} ${className}` : classes.panel}
    >
      {popup.open && children}
    </div>
  )
}

const gap = 4
const margin = 8

/** Under the target, or above it where there is no room; never outside the window. */
function place(target: HTMLElement, panel: HTMLElement, align: 'start' | 'end') {
  requestAnimationFrame(() => {
    const from = target.getBoundingClientRect()
    const size = panel.getBoundingClientRect()
    const below = from.bottom + gap
    const top =
      below + size.height > innerHeight - margin && from.top - gap - size.height > margin
        ? from.top - gap - size.height
        : below
    const left = align === 'start' ? from.left : from.right - size.width
    panel.style.top = `${Math.max(margin, Math.min(top, innerHeight - size.height - margin))}px`
    panel.style.left = `${Math.max(margin, Math.min(left, innerWidth - size.width - margin))}px`
    panel.dataset.placed = ''
    panel.querySelector<HTMLElement>('[data-autofocus], [role^=menuitem], input, button')?.focus()
  })
}
