import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { Icon, type IconType } from './icon'
import classes from './menu.module.css'
import { type PopupControl, PopupPanel } from './popup'

interface MenuProps {
  popup: PopupControl
  label: string
  children: ReactNode
}

/** A short list of actions or choices: `const popup = usePopup('menu')`, `popup.target` on the button. */
export function MenuPanel({ popup, label, children }: MenuProps) {
  const list = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const items = Array.from(list.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])
    const current = items.indexOf(document.activeElement as HTMLElement)
    const next =
      event.key === 'ArrowDown'
        ? (current + 1) % items.length
        : event.key === 'ArrowUp'
          ? (current - 1 + items.length) % items.length
          : event.key === 'Home'
            ? 0
            : event.key === 'End'
              ? items.length - 1
              : null
    if (next === null) return
    event.preventDefault()
    items[next]?.focus()
  }
  return (
    <PopupPanel popup={popup} label={label} role="menu">
      <div ref={list} role="none" onKeyDown={onKeyDown}>
        {children}
      </div>
    </PopupPanel>
  )
}

interface ItemProps {
  popup: PopupControl
  icon?: IconType
  danger?: boolean
  /** A choice among several: shows the tick. */
  checked?: boolean
  onClick: () => void
  children: ReactNode
}

export function MenuItem({ popup, icon, danger, checked, onClick, children }: ItemProps) {
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: checked is set on menuitemradio only
    <button
      type="button"
      role={checked === undefined ? 'menuitem' : 'menuitemradio'}
      aria-checked={checked}
      tabIndex={-1}
      className={classes.item}
      data-danger={danger || undefined}
      onClick={() => {
        popup.close()
        onClick()
      }}
    >
      {icon && <Icon of={icon} size={16} />}
      <span className={classes.words}>{children}</span>
      {checked && <Tick />}
    </button>
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return (
    <div role="none" className={classes.label}>
      {children}
    </div>
  )
}

export const MenuLine = () => <hr className={classes.line} />

function Tick() {
  return (
    <svg
      width="15"
      height="15"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      aria-hidden="true"
    >
      <path d="m5 12 5 5L20 7" />
    </svg>
  )
}
