import { type RefObject, useEffect, useRef, useState } from 'react'

/** Whether an element is on the screen or soon will be; `margin` in px. */
export function useNear<E extends Element>(
  margin: number,
  initially: boolean,
): [RefObject<E | null>, boolean] {
  const ref = useRef<E>(null)
  const [near, setNear] = useState(initially)
  useEffect(() => {
    const element = ref.current
    if (!element) return
    const observer = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting ?? true), {
      root: scrollerOf(element),
      rootMargin: `${margin}px 0px`,
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [margin])
  return [ref, near]
}

/** What scrolls the element: the sheet on a wide screen, the page on a phone. */
export function scrollerOf(element: Element): Element | null {
  for (let above = element.parentElement; above && above !== document.body; above = above.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(above).overflowY)) return above
  }
  return null
}
