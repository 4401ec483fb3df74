import { plural } from '@lingui/core/macro'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import {
  IconArchive,
  IconArchiveOff,
  IconCopy,
  IconDots,
  IconLayersIntersect,
  IconPlus,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import type { SegmentEngine, SegmentRow } from '../../api/types'
import { Avatar } from '../../ui/avatar'
import { Button, ButtonLink, IconButton } from '../../ui/button'
import { type Column, DataTable, NameCell } from '../../ui/data-table'
import { EmptyState } from '../../ui/empty-state'
import { FilterChip, FilterSentence } from '../../ui/filter-sentence'
import { useFormat } from '../../ui/format-context'
import { plot } from '../../ui/line-chart-geometry'
import { Loaded } from '../../ui/loaded'
import { MenuItem, MenuPanel } from '../../ui/menu'
import { Page } from '../../ui/page'
import { place } from '../../ui/place'
import { usePopup } from '../../ui/popup'
import { SearchField } from '../../ui/search-field'
import { SkeletonRows } from '../../ui/skeleton'
import { Status } from '../../ui/status'
import { textOf } from '../../ui/texts'
import { useNear } from '../../ui/use-near'
import { When } from '../../ui/when'
import { ArchiveSegment } from './archive-segment'
import { rounded } from './live-count'
import { LastPhrase } from './phrases'
import {
  growthQuery,
  isToAskAgain,
  previewQuery,
  type Starter,
  segmentQuery,
  segmentsQuery,
  startersQuery,
  useRestoreSegment,
} from './segment-query'
import { SegmentTabs } from './segment-tabs'
import classes from './segments-page.module.css'
import { Op } from './token'

const route = getRouteApi('/frame/shell/segments')

/** All segments: how many are in, how that changes, whether they keep up. */
export function SegmentsPage() {
  const { t } = useLingui()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const segments = useQuery(segmentsQuery)
  const hasAny = !!segments.data?.items.length
  const onSearch = useCallback(
    (q: string) => navigate({ search: (old) => ({ ...old, q: q || undefined }), replace: true }),
    [navigate],
  )
  const sortBy = (sort: string) =>
    void navigate({ search: (old) => ({ ...old, sort }), replace: true, resetScroll: false })
  return (
    <Page
      title={t`Segmente`}
      sentence={t`Gruppen, die sich selbst aktuell halten: Wer die Bedingungen erfüllt, ist drin, eine Sekunde später.`}
      dismissKey={hasAny ? 'segments' : undefined}
      width={hasAny ? 'table' : 'page'}
      actions={
        <ButtonLink variant="primary" icon={IconPlus} {...place('/segments/new')}>
          <Trans>Segment anlegen</Trans>
        </ButtonLink>
      }
    >
      <SegmentTabs current="segments" />
      <Loaded query={segments} skeleton={<SkeletonRows rows={6} height={51} />}>
        {({ items, engine }) => {
          if (items.length === 0) return <NoSegment />
          const archived = items.filter((segment) => segment.archivedAt !== null)
          const chosen =
            search.show === 'archived' ? archived : items.filter((one) => one.archivedAt === null)
          const shown = chosen.filter((one) => fits(one, search.q ?? ''))
          return (
            <>
              <FilterSentence
                aside={<SearchField label={t`Segment suchen`} value={search.q ?? ''} onChange={onSearch} />}
              >
                <Trans>Zeige</Trans>
                <FilterChip
                  label={t`Welche gezeigt werden`}
                  value={search.show ?? 'all'}
                  options={[
                    { value: 'all', label: t`alle Segmente` },
                    { value: 'archived', label: t`das Archiv` },
                  ]}
                  onChange={(show) =>
                    navigate({
                      search: (old) => ({
                        ...old,
                        show: show === 'archived' ? ('archived' as const) : undefined,
                      }),
                      replace: true,
                    })
                  }
                />
              </FilterSentence>
              <EngineNotice engine={engine} />
              {shown.length === 0 ? (
                <NothingFits archive={search.show === 'archived' && !search.q} />
              ) : (
                <Table segments={shown} sort={search.sort ?? 'name'} onSort={sortBy} />
              )}
              {search.show === undefined && !search.q && <MoreStarters taken={items} />}
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}

const fits = (segment: SegmentRow, text: string) =>
  `${segment.name} ${segment.description ?? ''}`.toLocaleLowerCase().includes(text.toLocaleLowerCase())

function EngineNotice({ engine }: { engine: SegmentEngine }) {
  const format = useFormat()
  if (engine.state === 'ready') return <Hindrance engine={engine} />
  if (engine.state !== 'preparing') return null
  const share = format.percent(engine.done)
  return (
    <p className={classes.notice} role="status">
      <Trans>
        <b>Kundig liest gerade alle Geschichten, {share}.</b> Das geschieht nur einmal. Danach füllen sich die
        Segmente.
      </Trans>
    </p>
  )
}

/** Below this many seconds nobody needs to know. */
const NOTICED_DELAY = 30

function Hindrance({ engine }: { engine: SegmentEngine }) {
  const minutes = Math.max(1, Math.round(engine.behind / 60))
  const late = engine.behind >= NOTICED_DELAY
  if (!late && engine.setAside === 0) return null
  return (
    <p className={classes.notice} role="status">
      {late && (
        <Trans>
          <b>
            Die Segmente sind <Plural value={minutes} one="eine Minute" other="# Minuten" /> im Rückstand.
          </b>{' '}
          Sie holen von selbst auf.
        </Trans>
      )}{' '}
      {engine.setAside > 0 && (
        <Trans>
          <Plural value={engine.setAside} one="Eine Person ließ" other="# Personen ließen" /> sich nicht
          beurteilen. Für sie bleibt alles, wie es war; der Grund steht im Protokoll des Servers.
        </Trans>
      )}
    </p>
  )
}

function NothingFits({ archive }: { archive: boolean }) {
  const { t } = useLingui()
  const navigate = route.useNavigate()
  return (
    <EmptyState
      title={archive ? t`Das Archiv ist leer` : t`Kein Segment passt`}
      action={
        <Button onClick={() => navigate({ search: {}, replace: true })}>
          <Trans>Alle Segmente zeigen</Trans>
        </Button>
      }
    >
      {archive ? (
        <Trans>Archivierte Segmente stehen hier und lassen sich zurückholen.</Trans>
      ) : (
        <Trans>Andere gibt es: Nimm die Suche heraus, um sie zu sehen.</Trans>
      )}
    </EmptyState>
  )
}

const orders: Record<string, (a: SegmentRow, b: SegmentRow) => number> = {
  name: (a, b) => a.name.localeCompare(b.name),
  '-count': (a, b) => b.count - a.count,
  count: (a, b) => a.count - b.count,
  changed: (a, b) => b.changedAt.localeCompare(a.changedAt),
}

function Table({
  segments,
  sort,
  onSort,
}: {
  segments: SegmentRow[]
  sort: string
  onSort: (sort: string) => void
}) {
  const { t } = useLingui()
  return (
    <DataTable
      caption={t`Segmente mit Anzahl, Verlauf und Stand`}
      columns={useColumns()}
      rows={[...segments].sort(orders[sort] ?? orders.name)}
      rowKey={(segment) => segment.id}
      rowLink={(segment) => place(`/segments/${segment.id}`)}
      sort={sort}
      onSort={onSort}
      totals={plural(segments.length, { one: '# Segment', other: '# Segmente' })}
    />
  )
}

function useColumns(): Column<SegmentRow>[] {
  const { t } = useLingui()
  const format = useFormat()
  return [
    {
      key: 'name',
      head: t`Segment`,
      sort: 'name',
      cell: (segment) => <NameCell name={<bdi>{segment.name}</bdi>} detail={segment.description} />,
    },
    { key: 'state', head: t`Stand`, phone: false, cell: (segment) => <State segment={segment} /> },
    {
      key: 'trend',
      head: t`30 Tage`,
      align: 'right',
      phone: false,
      cell: (segment) => <Trend segment={segment} />,
    },
    {
      key: 'count',
      head: t`Menschen`,
      align: 'right',
      sort: '-count',
      sortBack: 'count',
      cell: (segment) => <b>{format.number(segment.count)}</b>,
    },
    {
      key: 'changed',
      head: t`Geändert`,
      align: 'right',
      sort: 'changed',
      phone: false,
      cell: (segment) => <When at={segment.changedAt} className="t2" />,
    },
    {
      key: 'menu',
      head: <span className="visually-hidden">{t`Mehr`}</span>,
      align: 'right',
      width: 44,
      cell: (segment) => <RowMenu segment={segment} />,
    },
  ]
}

function State({ segment }: { segment: SegmentRow }) {
  const { t } = useLingui()
  const format = useFormat()
  if (segment.archivedAt) {
    return (
      <Status kind="off">
        <Trans>Archiviert</Trans>
      </Status>
    )
  }
  switch (segment.state) {
    case 'building': {
      const share = format.percent(segment.done)
      return (
        <span className={classes.building}>
          <span
            className={classes.bar}
            role="progressbar"
            aria-label={t`Aufbau`}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.round(segment.done * 100)}
          >
            <span style={{ width: `${Math.round(segment.done * 100)}%` }} />
          </span>
          <Trans>wird aufgebaut, {share}</Trans>
        </span>
      )
    }
    case 'live':
      return (
        <Status kind="live">
          <Trans>Live</Trans>
        </Status>
      )
    case 'failed':
      return (
        <span data-tip={segment.problem ?? undefined}>
          <Status kind="stopped">
            <Trans>Kommt nicht mit</Trans>
          </Status>
          {segment.problem && <span className="visually-hidden">{segment.problem}</span>}
        </span>
      )
  }
}

const line = { width: 84, height: 22, top: 3, bottom: 3, left: 0, right: 3 }

/** The last thirty days as a line, and what they brought; asked for once the row is in sight. */
function Trend({ segment }: { segment: SegmentRow }) {
  const [ref, near] = useNear<HTMLSpanElement>(200, false)
  const growth = useQuery({ ...growthQuery(segment.id, 30), enabled: near })
  const days = growth.data?.days ?? []
  const first = days[0]
  const last = days.at(-1)
  if (!first || !last || days.length < 2) return <span ref={ref}>–</span>
  const change = last.members - first.members
  const scale = plot({ ...line, count: days.length, max: Math.max(1, ...days.map((day) => day.members)) })
  return (
    <span ref={ref} className={classes.trend}>
      <svg width={line.width} height={line.height} aria-hidden="true">
        <path d={scale.line(days.map((day) => day.members))} className={classes.trendLine} />
      </svg>
      <Change value={change} />
    </span>
  )
}

function Change({ value }: { value: number }) {
  const format = useFormat()
  if (value === 0) return <>±0</>
  return <>{value > 0 ? `+${format.number(value)}` : format.number(value)}</>
}

function RowMenu({ segment }: { segment: SegmentRow }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const popup = usePopup('menu', 'end')
  const restore = useRestoreSegment()
  const [archiving, setArchiving] = useState(false)
  const detail = useQuery({ ...segmentQuery(segment.id), enabled: archiving })
  return (
    <span className={classes.menuCell}>
      <IconButton icon={IconDots} label={t`Mehr zu „${segment.name}“`} {...popup.target} />
      <MenuPanel popup={popup} label={t`Mehr zu „${segment.name}“`}>
        <MenuItem
          popup={popup}
          icon={IconCopy}
          onClick={() => void navigate(place('/segments/new', { copy: segment.id }))}
        >
          <Trans>Kopie anlegen</Trans>
        </MenuItem>
        {segment.archivedAt === null && (
          <MenuItem
            popup={popup}
            icon={IconLayersIntersect}
            onClick={() => void navigate(place('/segments/overlap', { a: segment.id }))}
          >
            <Trans>Überschneidung zeigen</Trans>
          </MenuItem>
        )}
        {segment.archivedAt === null ? (
          <MenuItem popup={popup} icon={IconArchive} onClick={() => setArchiving(true)}>
            <Trans>Archivieren</Trans>
          </MenuItem>
        ) : (
          <MenuItem popup={popup} icon={IconArchiveOff} onClick={() => restore.mutate(segment.id)}>
            <Trans>Zurückholen</Trans>
          </MenuItem>
        )}
      </MenuPanel>
      {archiving && detail.data && (
        <ArchiveSegment
          segment={segment}
          usedBy={detail.data.usedBy}
          onClose={() => setArchiving(false)}
          onArchived={() => {}}
        />
      )}
    </span>
  )
}

const firstStarters = 3

/** What will stand here, with starters and how many they would be. */
function NoSegment() {
  const { t } = useLingui()
  const format = useFormat()
  const { data } = useQuery(startersQuery)
  const starters = data?.items.slice(0, 6) ?? []
  const counts = useStarterCounts(starters)
  return (
    <>
      <EmptyState
        title={t`Noch kein Segment`}
        starts={starters.map((starter) => ({
          key: starter.key,
          title: textOf(starter.name, format.locale),
          detail: textOf(starter.description, format.locale),
          figure: counts[starter.key],
          link: place('/segments/new', { from: starter.key }),
        }))}
        example={<Example />}
      >
        <Trans>
          Hier steht später, wer deine besten Kunden sind und wer gerade abdriftet. Fang mit einer Vorlage an,
          du kannst alles ändern.
        </Trans>
      </EmptyState>
      {(data?.items.length ?? 0) > starters.length && (
        <StarterList title={t`Weitere Vorlagen`} starters={data?.items.slice(6) ?? []} />
      )}
    </>
  )
}

/** One after the other, for a newer question ends the one before. */
function useStarterCounts(starters: Starter[]): Record<string, string> {
  const { t } = useLingui()
  const format = useFormat()
  const [done, setDone] = useState<Record<string, { count: number; exact: boolean }>>({})
  const next = starters.find((starter) => !(starter.key in done))
  const preview = useQuery({
    ...previewQuery({ condition: next?.condition ?? { type: 'all', of: [] }, shopId: null }, false, 1),
    enabled: next !== undefined,
    retry: (count, error) => isToAskAgain(error) && count < 60,
  })
  if (next && preview.data) {
    setDone({ ...done, [next.key]: { count: preview.data.count, exact: preview.data.exact } })
  }
  return Object.fromEntries(
    Object.entries(done).map(([key, { count, exact }]) => {
      const number = format.number(exact ? count : rounded(count))
      return [key, exact ? t`wären ${number}` : t`wären etwa ${number}`]
    }),
  )
}

/** Starters nobody has taken yet. */
function MoreStarters({ taken }: { taken: SegmentRow[] }) {
  const { t } = useLingui()
  const format = useFormat()
  const { data } = useQuery(startersQuery)
  const names = new Set(taken.map((segment) => segment.name))
  const left = data?.items.filter((starter) => !names.has(textOf(starter.name, format.locale))) ?? []
  return left.length === 0 ? null : <StarterList title={t`Vorlagen`} starters={left} />
}

function StarterList({ title, starters }: { title: string; starters: Starter[] }) {
  const format = useFormat()
  const [all, setAll] = useState(false)
  const shown = all ? starters : starters.slice(0, firstStarters * 2)
  return (
    <section className={classes.starters}>
      <h2 style={{ marginBottom: 12 }}>{title}</h2>
      <ul className={classes.starterList}>
        {shown.map((starter) => (
          <li key={starter.key}>
            <Link {...place('/segments/new', { from: starter.key })} className={classes.starter}>
              <b>{textOf(starter.name, format.locale)}</b>
              <span>{textOf(starter.description, format.locale)}</span>
            </Link>
          </li>
        ))}
      </ul>
      {shown.length < starters.length && (
        <div style={{ marginTop: 12 }}>
          <Button variant="quiet" onClick={() => setAll(true)}>
            {plural(starters.length - shown.length, { one: 'Eine weitere', other: '# weitere' })}
          </Button>
        </div>
      )}
    </section>
  )
}

/** A cropped look at what a segment is. */
function Example() {
  const time = <LastPhrase n={60} unit="days" />
  return (
    <div className={classes.example}>
      <p>
        <Trans>
          Menschen, die {time} <Op>nichts bestellt</Op> haben, aber davor mindestens 3-mal.
        </Trans>
      </p>
      <div className={classes.faces}>
        {['Friedemann Voss', 'Nele Hinrichsen', 'Özlem Aydın', 'Tjark Lorenzen', 'Wiebke Sander'].map(
          (name) => (
            <Avatar key={name} name={name} size={34} />
          ),
        )}
      </div>
    </div>
  )
}
