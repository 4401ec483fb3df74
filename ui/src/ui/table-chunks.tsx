import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import classes from './data-table.module.css'
import { useNear } from './use-near'

const chunkRows = 50
/** Px above and below the screen in which rows are kept ready. */
const ready = 1500
const usualRow = 51

interface Props<Row> {
  rows: Row[]
  columns: number
  children: (row: Row) => ReactNode
}

/** A table's rows, of which only those near the screen are drawn: ten thousand scroll like fifty. */
export function TableChunks<Row>({ rows, columns, children }: Props<Row>) {
  const chunks = Math.max(1, Math.ceil(rows.length / chunkRows))
  return Array.from({ length: chunks }, (_, index) => {
    const first = index * chunkRows
    const own = rows.slice(first, first + chunkRows)
    return (
      <Chunk key={first} size={own.length} columns={columns} drawn={index < 2}>
        {() => own.map(children)}
      </Chunk>
    )
  })
}

interface ChunkProps {
  size: number
  columns: number
  drawn: boolean
  children: () => ReactNode
}

function Chunk({ size, columns, drawn, children }: ChunkProps) {
  const [ref, near] = useNear<HTMLTableSectionElement>(ready, drawn)
  const height = useRef(0)
  useLayoutEffect(() => {
    if (near && ref.current) height.current = ref.current.offsetHeight
  })
  return (
    <tbody ref={ref}>
      {near ? (
        children()
      ) : (
        <tr aria-hidden>
          <td
            colSpan={columns}
            className={classes.undrawn}
            style={{ height: height.current || size * usualRow }}
          />
        </tr>
      )}
    </tbody>
  )
}

/**
 * The columns' widths in percent once there are rows that are not drawn, so that the columns stand still
 * whatever stands in the drawn ones; until the window changes its size.
 */
export function useSteadyColumns(table: RefObject<HTMLTableElement | null>, rows: number) {
  const many = rows > 2 * chunkRows
  const [widths, setWidths] = useState<string[] | null>(null)
  useEffect(() => {
    const forget = () => setWidths(null)
    window.addEventListener('resize', forget)
    return () => window.removeEventListener('resize', forget)
  }, [])
  useLayoutEffect(() => {
    if (!many) setWidths(null)
    else if (!widths && table.current) setWidths(measured(table.current))
  }, [many, widths, table])
  return many ? widths : null
}

const measured = (table: HTMLTableElement) =>
  Array.from(
    table.querySelectorAll('thead th'),
    (head) => `${((100 * (head as HTMLElement).offsetWidth) / table.offsetWidth).toFixed(3)}%`,
  )
