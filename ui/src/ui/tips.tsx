import { useEffect, useRef } from 'react'
import classes from './tips.module.css'

const delay = 300

/**
 * One tooltip for the whole app: any element with `data-tip="…"` shows it on hover and keyboard focus.
 * It only repeats what screen readers get by label; `data-tip-side="right"` puts it beside.
 */
export function Tips() {
  const bubble = useRef<HTMLDivElement>(null)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const show = (event: Event) => {
      const target = (event.target as Element | null)?.closest?.<HTMLElement>('[data-tip]')
      hide()
      if (!target?.dataset.tip) return
      if (event.type === 'focusin' && !target.matches(':focus-visible')) return
      timer = setTimeout(() => bubble.current && open(bubble.current, target), delay)
    }
    const hide = () => {
      clearTimeout(timer)
      const element = bubble.current
      if (element?.matches(':popover-open')) element.hidePopover()
    }
    document.addEventListener('pointerover', show)
    document.addEventListener('focusin', show)
    document.addEventListener('pointerdown', hide)
    document.addEventListener('keydown', hide)
    document.addEventListener('scroll', hide, true)
    return () => {
      hide()
      document.removeEventListener('pointerover', show)
      document.removeEventListener('focusin', show)
      document.removeEventListener('pointerdown', hide)
      document.removeEventListener('keydown', hide)
      document.removeEventListener('scroll', hide, true)
    }
  }, [])
  return <div ref={bubble} popover="manual" className={classes.tip} aria-hidden="true" />
}

function open(bubble: HTMLDivElement, target: HTMLElement) {
  if (!target.isConnected) return
  bubble.textContent = target.dataset.tip ?? ''
  bubble.showPopover()
  const from = target.getBoundingClientRect()
  const size = bubble.getBoundingClientRect()
  const beside = target.dataset.tipSide === 'right'
  const left = beside ? from.right + 8 : from.left + from.width / 2 - size.width / 2
  const above = from.top - size.height - 6
  const top = beside ? from.top + from.height / 2 - size.height / 2 : above > 4 ? above : from.bottom + 6
  bubble.style.left = `${Math.max(6, Math.min(left, innerWidth - size.width - 6))}px`
  bubble.style.top = `${Math.max(4, top)}px`
}
