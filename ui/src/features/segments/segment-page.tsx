import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ErrorState } from '../../ui/error-state'
import { useFormat } from '../../ui/format-context'
import { place } from '../../ui/place'
import { RecordBar } from '../../ui/record-bar'
import { Skeleton, SkeletonRows } from '../../ui/skeleton'
import { Tabs } from '../../ui/tabs'
import { textOf } from '../../ui/texts'
import { type Condition, toRoot } from './condition'
import { type Content, SegmentEditor } from './segment-editor'
import classes from './segment-page.module.css'
import { SegmentPeople } from './segment-people'
import { type Segment, segmentQuery, startersQuery } from './segment-query'

const route = getRouteApi('/frame/shell/segments/$id')
const newRoute = getRouteApi('/frame/shell/segments/new')

/** A segment: its conditions, and who is in it. */
export function SegmentPage() {
  const { t } = useLingui()
  const { id } = route.useParams()
  const { view } = route.useSearch()
  const format = useFormat()
  const query = useQuery(segmentQuery(id))
  const segment = query.data
  if (!segment) return <Waiting error={query.error} onRetry={() => query.refetch()} />
  const tabs = (
    <div className={classes.tabs}>
      <Tabs
        label={t`Ansichten des Segments`}
        current={view ?? 'conditions'}
        tabs={[
          { key: 'conditions', label: t`Bedingungen`, link: place(`/segments/${id}`) },
          {
            key: 'people',
            label: t`Menschen`,
            count: format.number(segment.segment.count),
            link: place(`/segments/${id}`, { view: 'people' }),
          },
        ]}
      />
    </div>
  )
  return view === 'people' ? (
    <SegmentPeople segment={segment} tabs={tabs} />
  ) : (
    <SegmentEditor key={id} saved={segment} start={contentOf(segment)} tabs={tabs} />
  )
}

const contentOf = ({ segment, condition }: Segment): Content => ({
  name: segment.name,
  description: segment.description ?? '',
  shopId: segment.shopId,
  root: toRoot(condition),
})

/** In these groups and not in those, each such as `segment:id`. */
function ofGroups(within = '', without = ''): Condition {
  const leaves = (refs: string, isIn: boolean) =>
    refs.split(',').flatMap((ref): Condition[] => {
      const [kind, id] = ref.split(':')
      if (!id) return []
      return kind === 'list' ? [{ type: 'list', id, in: isIn }] : [{ type: 'segment', id, in: isIn }]
    })
  return { type: 'all', of: [...leaves(within, true), ...leaves(without, false)] }
}

/** A new segment: empty, from a starter, or as a copy. */
export function NewSegmentPage() {
  const { t } = useLingui()
  const { from, copy, with: within, without, name = '' } = newRoute.useSearch()
  const format = useFormat()
  const starters = useQuery({ ...startersQuery, enabled: from !== undefined })
  const original = useQuery({ ...segmentQuery(copy ?? ''), enabled: copy !== undefined })
  const query = from === undefined ? original : starters
  if ((from !== undefined || copy !== undefined) && !query.data) {
    return <Waiting error={query.error} onRetry={() => query.refetch()} />
  }
  const starter = from === undefined ? undefined : starters.data?.items.find((one) => one.key === from)
  const start: Content = starter
    ? {
        name: textOf(starter.name, format.locale),
        description: textOf(starter.description, format.locale),
        shopId: null,
        root: toRoot(starter.condition),
      }
    : copy !== undefined && original.data
      ? { ...contentOf(original.data), name: t`${original.data.segment.name} (Kopie)` }
      : { name, description: '', shopId: null, root: toRoot(ofGroups(within, without)) }
  return <SegmentEditor key={[from, copy, within, without].join('|')} saved={null} start={start} />
}

function Waiting({ error, onRetry }: { error: Error | null; onRetry: () => void }) {
  const { t } = useLingui()
  return (
    <>
      <RecordBar back={{ ...place('/segments'), label: t`Segmente` }} />
      {error ? (
        <div className={classes.problem}>
          <ErrorState error={error} onRetry={onRetry} />
        </div>
      ) : (
        <div className={classes.columns}>
          <div className={classes.main} aria-hidden>
            <Skeleton width={280} height={26} />
            <div style={{ height: 32 }} />
            <SkeletonRows rows={4} height={56} />
          </div>
          <div className={classes.side} aria-hidden>
            <Skeleton width={120} height={36} />
          </div>
        </div>
      )}
    </>
  )
}
