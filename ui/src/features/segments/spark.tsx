import { Trans, useLingui } from '@lingui/react/macro'
import { useElementSize } from '@mantine/hooks'
import type { SegmentDay } from '../../api/types'
import { useFormat } from '../../ui/format-context'
import { plot } from '../../ui/line-chart-geometry'
import classes from './count-panel.module.css'

const box = { height: 56, top: 6, bottom: 2, left: 0, right: 4 }

/** How many were in, day by day, with yesterday's coming and going. */
export function Spark({ days }: { days: SegmentDay[] }) {
  const { t } = useLingui()
  const format = useFormat()
  const { ref, width } = useElementSize()
  const first = days[0]
  const last = days.at(-1)
  if (!first || !last) return null
  const members = days.map((day) => day.members)
  const max = Math.max(1, ...members)
  const scale = plot({ ...box, width, count: days.length, max })
  const from = format.number(first.members)
  const to = format.number(last.members)
  const start = format.day(first.day)
  return (
    <div ref={ref}>
      <svg
        className={classes.spark}
        role="img"
        aria-label={t`Menschen im Segment: ${from} am ${start}, jetzt ${to}`}
      >
        {width > 0 && (
          <>
            <path d={scale.area(members)} className={classes.sparkArea} />
            <path d={scale.line(members)} className={classes.sparkLine} />
            <circle cx={scale.x(days.length - 1)} cy={scale.y(last.members)} r={3.5} fill="var(--c1)" />
          </>
        )}
      </svg>
      <p className={classes.sparkFoot}>
        <span>{start}</span>
        <span>
          <TodayTurnover day={last} />
        </span>
      </p>
    </div>
  )
}

export function TodayTurnover({ day }: { day: SegmentDay }) {
  const format = useFormat()
  const entered = format.number(day.entered)
  const left = format.number(day.left)
  if (day.entered === 0 && day.left === 0) return <Trans>heute unverändert</Trans>
  return (
    <Trans>
      heute +{entered}, −{left}
    </Trans>
  )
}
