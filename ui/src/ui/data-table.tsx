import { useLingui } from '@lingui/react/macro'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { Link, type LinkProps } from '@tanstack/react-router'
import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { Checkbox } from './checkbox'
import classes from './data-table.module.css'
import { Icon } from './icon'
import { TableChunks, useSteadyColumns } from './table-chunks'

export interface Column<Row> {
  key: string
  head: ReactNode
  cell: (row: Row) => ReactNode
  /** Numbers right, words left. */
  align?: 'right'
  /** The name of the sort the server knows: '-revenue'. Makes the head a button. */
  sort?: string
  /** Other direction of the same sort: 'revenue'. */
  sortBack?: string
  width?: number | string
  /** A phone keeps the name and two figures. */
  phone?: false
  total?: ReactNode
}

interface Props<Row> {
  columns: Column<Row>[]
  rows: Row[]
  rowKey: (row: Row) => string
  /** The whole row opens this; its first cell is the link. */
  rowLink?: (row: Row) => LinkProps
  onRow?: (row: Row) => void
  sort?: string
  onSort?: (sort: string) => void
  selected?: ReadonlySet<string>
  onSelect?: (keys: Set<string>) => void
  /** First cell of the row of totals; the other cells come from the columns. */
  totals?: ReactNode
  caption: string
  footnote?: ReactNode
  /** Under the last row: "weitere laden". */
  more?: ReactNode
}

/** No box, hairlines, sticky head; the whole row opens and is reachable by ↑ ↓ ⏎. */
export function DataTable<Row>(props: Props<Row>) {
  const {
    columns,
    rows,
    rowKey,
    rowLink,
    onRow,
    sort,
    onSort,
    selected,
    onSelect,
    totals,
    caption,
    footnote,
    more,
  } = props
  const { t } = useLingui()
  const opens = !!rowLink || !!onRow
  const table = useRef<HTMLTableElement>(null)
  const widths = useSteadyColumns(table, rows.length)
  const checks = onSelect ? 1 : 0
  return (
    <div className={classes.box}>
      <table
        ref={table}
        className={classes.table}
        style={widths ? { tableLayout: 'fixed' } : undefined}
        onKeyDown={moveBetweenRows}
      >
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {onSelect && (
              <th className={classes.check}>
                <Checkbox
                  aria-label={t`Alle auswählen`}
                  checked={rows.length > 0 && selected?.size === rows.length}
                  indeterminate={!!selected?.size && selected.size < rows.length}
                  onChange={(event) => onSelect(new Set(event.currentTarget.checked ? rows.map(rowKey) : []))}
                />
              </th>
            )}
            {columns.map((column, index) => (
              <th
                key={column.key}
                scope="col"
                style={{ width: widths?.[index + checks] ?? column.width }}
                data-align={column.align}
                data-phone={column.phone === false ? 'no' : undefined}
                aria-sort={ariaSort(column, sort)}
              >
                {column.sort && onSort ? (
                  <SortButton column={column} sort={sort} onSort={onSort} />
                ) : (
                  column.head
                )}
              </th>
            ))}
          </tr>
        </thead>
        <TableChunks rows={rows} columns={columns.length + checks}>
          {(row) => {
            const key = rowKey(row)
            return (
              <tr key={key} data-opens={opens || undefined} data-selected={selected?.has(key) || undefined}>
                {onSelect && (
                  <td className={classes.check}>
                    <Checkbox
                      aria-label={t`Zeile auswählen`}
                      checked={selected?.has(key) ?? false}
                      onChange={() => onSelect(toggled(selected, key))}
                    />
                  </td>
                )}
                {columns.map((column, index) => (
                  <td
                    key={column.key}
                    data-align={column.align}
                    data-phone={column.phone === false ? 'no' : undefined}
                  >
                    {index > 0 || !opens ? (
                      column.cell(row)
                    ) : rowLink ? (
                      <Link {...(rowLink(row) as LinkProps)} className={classes.open} data-row="">
                        {column.cell(row)}
                      </Link>
                    ) : (
                      <button type="button" className={classes.open} data-row="" onClick={() => onRow?.(row)}>
                        {column.cell(row)}
                      </button>
                    )}
                  </td>
                ))}
              </tr>
            )
          }}
        </TableChunks>
        {totals && (
          <tfoot>
            <tr>
              {onSelect && <td className={classes.check} />}
              {columns.map((column, index) => (
                <td
                  key={column.key}
                  data-align={column.align}
                  data-phone={column.phone === false ? 'no' : undefined}
                >
                  {index === 0 ? totals : column.total}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
      {more && <div className={classes.more}>{more}</div>}
      {footnote && <p className={classes.footnote}>{footnote}</p>}
    </div>
  )
}

/** Name and, below it in 12 px, what tells it apart. */
export function NameCell({
  name,
  detail,
  before,
}: {
  name: ReactNode
  detail?: ReactNode
  before?: ReactNode
}) {
  return (
    <span className={classes.name}>
      {before}
      <span className={classes.nameWords}>
        <span className={classes.nameFirst}>{name}</span>
        {detail && <span className={classes.nameSecond}>{detail}</span>}
      </span>
    </span>
  )
}

function SortButton<Row>({
  column,
  sort,
  onSort,
}: {
  column: Column<Row>
  sort?: string
  onSort: (sort: string) => void
}) {
  const active = sort === column.sort || (!!sort && sort === column.sortBack)
  const next = sort === column.sort && column.sortBack ? column.sortBack : column.sort
  return (
    <button
      type="button"
      className={classes.sort}
      data-active={active || undefined}
      onClick={() => next && onSort(next)}
    >
      {column.head}
      {active && <Icon of={sort?.startsWith('-') ? IconArrowDown : IconArrowUp} size={14} />}
    </button>
  )
}

function ariaSort<Row>(column: Column<Row>, sort: string | undefined) {
  if (!column.sort || !sort || (sort !== column.sort && sort !== column.sortBack)) return undefined
  return sort.startsWith('-') ? ('descending' as const) : ('ascending' as const)
}

function toggled(keys: ReadonlySet<string> | undefined, key: string): Set<string> {
  const next = new Set(keys)
  if (!next.delete(key)) next.add(key)
  return next
}

function moveBetweenRows(event: KeyboardEvent<HTMLElement>) {
  const down = event.key === 'ArrowDown' || event.key === 'j'
  const up = event.key === 'ArrowUp' || event.key === 'k'
  if (!(down || up) || !(event.target instanceof HTMLElement) || event.target.dataset.row === undefined)
    return
  const rows = Array.from(event.currentTarget.querySelectorAll<HTMLElement>('[data-row]'))
  const next = rows[rows.indexOf(event.target) + (down ? 1 : -1)]
  if (!next) return
  event.preventDefault()
  next.focus()
}
