import classes from './skeleton.module.css'

/** A quiet box where something will stand; takes the final size so that nothing jumps. */
export function Skeleton({
  width,
  height = 14,
  radius = 5,
}: {
  width?: number | string
  height?: number | string
  radius?: number
}) {
  return (
    <span
      className={classes.skeleton}
      style={{ width: width ?? '100%', height, borderRadius: radius }}
      aria-hidden
    />
  )
}

/** Rows of a table or list that is on its way. */
export function SkeletonRows({ rows = 6, height = 44 }: { rows?: number; height?: number }) {
  return (
    <div className={classes.rows} aria-hidden>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholder rows have no identity
        <div key={index} className={classes.row} style={{ height }}>
          <Skeleton width={`${28 - ((index * 7) % 12)}%`} />
          <Skeleton width="12%" />
          <Skeleton width="9%" />
        </div>
      ))}
    </div>
  )
}

export function SkeletonText({ lines = 3 }: { lines?: number }) {
  return (
    <div className={classes.text} aria-hidden>
      {Array.from({ length: lines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholder lines have no identity
        <Skeleton key={index} width={index === lines - 1 ? '60%' : '100%'} />
      ))}
    </div>
  )
}
