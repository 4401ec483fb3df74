import { useFormat } from './format-context'

/** A time in words; the exact one stands in its title. */
export function When({ at, className }: { at: string; className?: string }) {
  const format = useFormat()
  return (
    <time dateTime={at} title={format.exact(at)} className={className}>
      {format.when(at)}
    </time>
  )
}
