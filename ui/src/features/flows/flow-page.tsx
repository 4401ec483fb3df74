import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ErrorState } from '../../ui/error-state'
import { useFormat } from '../../ui/format-context'
import { useTitle } from '../../ui/page'
import { toPeriod } from '../../ui/period'
import { PeriodPicker } from '../../ui/period-picker'
import { place } from '../../ui/place'
import { RecordBar } from '../../ui/record-bar'
import { Skeleton } from '../../ui/skeleton'
import { Status } from '../../ui/status'
import { Tabs } from '../../ui/tabs'
import { textOf } from '../../ui/texts'
import { FlowOutline } from './flow-outline'
import classes from './flow-page.module.css'
import { FlowPeople } from './flow-people'
import { flowQuery } from './flow-query'
import { FlowSide, Switching } from './flow-side'

const route = getRouteApi('/frame/shell/flows/$id')

/** One flow: its steps with their figures, its rules, the people inside. */
export function FlowPage() {
  const { t } = useLingui()
  const format = useFormat()
  const { id } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const period = toPeriod(search, format.today())
  const query = useQuery(flowQuery(id, period.from, period.to))
  const loaded = query.data
  const name = loaded ? textOf(loaded.flow.name, format.locale) : ''
  useTitle(name)
  const states = { live: t`Live`, paused: t`Pausiert`, draft: t`Entwurf` }
  const view = search.view ?? 'steps'
  return (
    <>
      <RecordBar
        back={{ ...place('/flows'), label: t`Flows` }}
        title={
          loaded && (
            <span className={classes.title}>
              <h1>{name}</h1>
              <Status kind={loaded.flow.state}>{states[loaded.flow.state]}</Status>
            </span>
          )
        }
      >
        <PeriodPicker
          period={period}
          onChange={(chosen) =>
            navigate({ search: { ...chosen, view: search.view, state: search.state }, replace: true })
          }
        />
      </RecordBar>
      {query.error && !loaded ? (
        <div className={classes.problem}>
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        </div>
      ) : (
        <div className={classes.columns}>
          <div className={classes.switching}>
            {loaded ? <Switching flow={loaded} /> : <Skeleton height={90} radius={10} />}
          </div>
          <div className={classes.main}>
            <div className={classes.tabs}>
              <Tabs
                label={t`Ansichten des Flows`}
                current={view}
                tabs={[
                  {
                    key: 'steps',
                    label: t`Ablauf`,
                    link: place(`/flows/${id}`, { ...search, view: undefined, state: undefined }),
                  },
                  {
                    key: 'people',
                    label: t`Menschen`,
                    count: loaded ? format.number(loaded.flow.figures.waiting) : undefined,
                    link: place(`/flows/${id}`, { ...search, view: 'people' }),
                  },
                ]}
              />
            </div>
            {view === 'people' ? (
              <FlowPeople
                id={id}
                steps={loaded?.definition.steps ?? []}
                exitOn={loaded?.definition.exitOn ?? []}
                state={search.state ?? 'waiting'}
                onState={(state) =>
                  navigate({ search: (old) => ({ ...old, state }), replace: true, resetScroll: false })
                }
              />
            ) : (
              <div className={classes.canvas}>{loaded ? <FlowOutline flow={loaded} /> : <Loading />}</div>
            )}
          </div>
          <aside className={classes.side}>
            {loaded ? <FlowSide flow={loaded} period={period} /> : <Skeleton height={220} radius={10} />}
          </aside>
        </div>
      )}
    </>
  )
}

function Loading() {
  return (
    <div className={classes.loading} aria-hidden>
      <Skeleton width={288} height={70} radius={12} />
      <Skeleton width={180} height={36} radius={99} />
      <Skeleton width={288} height={112} radius={12} />
      <Skeleton width={180} height={36} radius={99} />
      <Skeleton width={288} height={112} radius={12} />
    </div>
  )
}
