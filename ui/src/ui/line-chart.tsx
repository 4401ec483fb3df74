import { Trans } from '@lingui/react/macro'
import { useElementSize } from '@mantine/hooks'
import { IconTable } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { Icon } from './icon'
import classes from './line-chart.module.css'
import { niceTicks, plot, spreadLabels } from './line-chart-geometry'

export interface ChartPoint {
  /** Shop-local day, 2026-11-22. */
  day: string
  value: number | null
  before?: number | null
  share?: number | null
}

interface Props {
  points: ChartPoint[]
  /** Names at the line ends (above the chart on a phone) and in the table. */
  names: { value: string; before?: string; share?: string }
  /** The last day is still running: drawn dotted to a hollow dot, with this label. */
  unfinished?: string
  format: (value: number) => string
  formatAxis: (value: number) => string
  formatDay: (day: string, weekday?: boolean) => string
  /** What the chart shows, for those who do not see it. */
  summary: string
  /** Stands in the plot while there is nothing to draw. */
  empty?: ReactNode
  /** The sentence that says what the numbers mean. */
  children?: ReactNode
}

const height = 260
const top = 26
const bottom = 30

/** One strong line, the period before thin, a share as area. Fixed height before and after loading. */
export function LineChart(props: Props) {
  const { points, names, unfinished, summary, empty, children } = props
  const [asTable, setAsTable] = useState(false)
  const { ref, width } = useElementSize()
  const nothing = points.every((point) => !point.value && !point.before && !point.share)
  const hasShare = !!names.share && points.some((point) => point.share)
  return (
    <figure className={classes.figure}>
      <div className={classes.legend} aria-hidden>
        <span data-line="value">{names.value}</span>
        {names.before && <span data-line="before">{names.before}</span>}
        {hasShare && <span data-line="share">{names.share}</span>}
      </div>
      <div ref={ref} className={classes.plot} style={{ minHeight: height }} role="img" aria-label={summary}>
        {nothing && !asTable && <p className={classes.empty}>{empty}</p>}
        {width > 0 && !asTable && !nothing && (
          <Drawing {...props} width={width} hasShare={hasShare} unfinished={unfinished} />
        )}
        {asTable && <ChartTable {...props} hasShare={hasShare} />}
      </div>
      <figcaption className={classes.foot}>
        <span className={classes.sentence}>{children}</span>
        <button
          type="button"
          className={classes.toggle}
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          <Icon of={IconTable} size={15} />
          {asTable ? <Trans>Als Linie</Trans> : <Trans>Als Tabelle</Trans>}
        </button>
      </figcaption>
    </figure>
  )
}

function Drawing({
  points,
  names,
  unfinished,
  format,
  formatAxis,
  formatDay,
  width,
  hasShare,
}: Props & { width: number; hasShare: boolean }) {
  const [hover, setHover] = useState<number | null>(null)
  const phone = width < 560
  const right = phone ? 8 : 124
  const max = Math.max(
    0,
    ...points.flatMap((point) => [point.value ?? 0, point.before ?? 0, point.share ?? 0]),
  )
  const ticks = niceTicks(max)
  const widest = Math.max(...ticks.map((tick) => formatAxis(tick).length))
  const left = Math.max(phone ? 58 : 62, 24 + widest * 6.6)
  const scale = plot({
    width,
    height,
    top,
    bottom,
    left,
    right,
    count: points.length,
    max: ticks[ticks.length - 1] ?? 1,
  })
  const closed = unfinished ? points.slice(0, -1) : points
  const last = points[points.length - 1]
  const lastIndex = points.length - 1
  const labels = phone
    ? []
    : spreadLabels(
        [
          last && last.value !== null
            ? { key: 'value', text: unfinished ?? names.value, y: scale.y(last.value) }
            : null,
          names.before && last && last.before != null
            ? { key: 'before', text: names.before, y: scale.y(last.before) }
            : null,
          hasShare && last
            ? { key: 'share', text: names.share ?? '', y: scale.y((last.share ?? 0) / 2) }
            : null,
        ],
        17,
        height - bottom,
      )
  return (
    <div className={classes.frame}>
      <svg
        width={width}
        height={height}
        className={classes.svg}
        aria-hidden="true"
        onPointerLeave={() => setHover(null)}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect()
          setHover(scale.index(event.clientX - box.left))
        }}
      >
        {ticks.map((tick) => (
          <g key={tick}>
            <line
              x1={left}
              x2={width - right}
              y1={scale.y(tick)}
              y2={scale.y(tick)}
              className={classes.grid}
              data-zero={tick === 0 || undefined}
            />
            <text x={left - 10} y={scale.y(tick) + 4} textAnchor="end" className={classes.axis}>
              {formatAxis(tick)}
            </text>
          </g>
        ))}
        {dayLabels(points, phone ? 4 : 6).map((index) => (
          <text key={index} x={scale.x(index)} y={height - 8} textAnchor="middle" className={classes.axis}>
            {formatDay(points[index]?.day ?? '', !phone && points.length <= 45)}
          </text>
        ))}
        {hasShare && (
          <path d={scale.area(points.map((point) => point.share ?? 0))} className={classes.share} />
        )}
        {names.before && (
          <path d={scale.line(points.map((point) => point.before ?? null))} className={classes.before} />
        )}
        <path d={scale.line(closed.map((point) => point.value))} className={classes.line} />
        {unfinished && last && last.value !== null && (
          <>
            <path
              d={scale.line(points.map((point, index) => (index >= lastIndex - 1 ? point.value : null)))}
              className={classes.dotted}
            />
            <circle cx={scale.x(lastIndex)} cy={scale.y(last.value)} r={3.5} className={classes.hollow} />
          </>
        )}
        {labels.map((label) => (
          <text
            key={label.key}
            x={width - right + 12}
            y={label.y + 4}
            className={classes.end}
            data-line={label.key}
          >
            {label.text}
          </text>
        ))}
        {hover !== null && points[hover] && (
          <>
            <line
              x1={scale.x(hover)}
              x2={scale.x(hover)}
              y1={top - 6}
              y2={height - bottom}
              className={classes.cross}
            />
            {points[hover].value !== null && (
              <circle cx={scale.x(hover)} cy={scale.y(points[hover].value)} r={4} className={classes.point} />
            )}
          </>
        )}
      </svg>
      {hover !== null && points[hover] && (
        <div
          className={classes.tip}
          style={{ left: Math.min(Math.max(scale.x(hover), 90), width - 100) }}
          aria-hidden
        >
          <div className={classes.tipDay}>{formatDay(points[hover].day, true)}</div>
          <TipLine line="value" name={names.value} value={points[hover].value} format={format} />
          {hasShare && (
            <TipLine line="share" name={names.share ?? ''} value={points[hover].share ?? 0} format={format} />
          )}
          {names.before && (
            <TipLine line="before" name={names.before} value={points[hover].before ?? null} format={format} />
          )}
        </div>
      )}
    </div>
  )
}

function TipLine({
  line,
  name,
  value,
  format,
}: {
  line: string
  name: string
  value: number | null
  format: (value: number) => string
}) {
  return (
    <div className={classes.tipLine}>
      <span data-line={line}>{name}</span>
      <b>{value === null ? '–' : format(value)}</b>
    </div>
  )
}

function ChartTable({ points, names, format, formatDay, hasShare }: Props & { hasShare: boolean }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={classes.tableBox} tabIndex={0} aria-label={names.value}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Tag</Trans>
            </th>
            <th scope="col">{names.value}</th>
            {hasShare && <th scope="col">{names.share}</th>}
            {names.before && <th scope="col">{names.before}</th>}
          </tr>
        </thead>
        <tbody>
          {[...points].reverse().map((point) => (
            <tr key={point.day}>
              <th scope="row">{formatDay(point.day, true)}</th>
              <td>{point.value === null ? '–' : format(point.value)}</td>
              {hasShare && <td>{format(point.share ?? 0)}</td>}
              {names.before && <td>{point.before == null ? '–' : format(point.before)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const month = (point: ChartPoint | undefined) => point?.day.slice(0, 7)

/** Mondays up to six weeks, the first point of each month beyond; never more than fit. */
function dayLabels(points: ChartPoint[], most: number): number[] {
  const all = points.map((_, index) => index)
  const chosen =
    points.length <= 10
      ? all
      : points.length <= 45
        ? all.filter((index) => new Date(points[index]?.day ?? '').getUTCDay() === 1)
        : all.filter((index) => index > 0 && month(points[index]) !== month(points[index - 1]))
  const step = Math.max(1, Math.ceil(chosen.length / most))
  return chosen.filter((_, place) => place % step === 0)
}
