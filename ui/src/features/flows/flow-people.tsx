import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { every } from '../../api/lists'
import type { FlowPerson, FlowPersonState, FlowStep } from '../../api/types'
import { Avatar } from '../../ui/avatar'
import { type Column, DataTable, NameCell } from '../../ui/data-table'
import { EmptyState } from '../../ui/empty-state'
import { KindChips } from '../../ui/filter-sentence'
import { LoadedList } from '../../ui/loaded-list'
import { place } from '../../ui/place'
import { SkeletonRows } from '../../ui/skeleton'
import { When } from '../../ui/when'
import classes from './flow-page.module.css'
import { flowPeopleQuery } from './flow-query'
import { useFlowWords } from './flow-words'

interface Props {
  id: string
  steps: FlowStep[]
  exitOn: string[]
  state: FlowPersonState
  onState: (state: FlowPersonState) => void
}

/** Who is inside and where, who came through, who left and why. */
export function FlowPeople({ id, steps, exitOn, state, onState }: Props) {
  const { t } = useLingui()
  const columns = useColumns(state, steps, exitOn)
  const people = useInfiniteQuery({ ...flowPeopleQuery(id, state), refetchInterval: every(15_000) })
  return (
    <div className={classes.people}>
      <div style={{ marginBottom: 14 }}>
        <KindChips<FlowPersonState>
          label={t`Wer gezeigt wird`}
          value={state}
          options={[
            { value: 'waiting', label: t`Gerade drin` },
            { value: 'done', label: t`Durchgelaufen` },
            { value: 'exited', label: t`Vorher raus` },
            { value: 'failed', label: t`Hängt fest` },
          ]}
          onChange={onState}
        />
      </div>
      <LoadedList
        query={people}
        skeleton={<SkeletonRows rows={6} height={51} />}
        empty={<Nobody state={state} />}
      >
        {(rows, more) => (
          <DataTable
            caption={t`Menschen in diesem Flow`}
            columns={columns}
            rows={rows}
            rowKey={(person) => person.runId}
            rowLink={(person) => place(`/customers/${person.profileId}`)}
            more={more}
          />
        )}
      </LoadedList>
    </div>
  )
}

function useColumns(state: FlowPersonState, steps: FlowStep[], exitOn: string[]): Column<FlowPerson>[] {
  const { t } = useLingui()
  const words = useFlowWords()
  const name: Column<FlowPerson> = {
    key: 'name',
    head: t`Wer`,
    cell: (person) => (
      <NameCell
        before={<Avatar name={person.name ?? person.email} size={28} />}
        name={<bdi>{person.name ?? person.email ?? t`Noch ohne Namen`}</bdi>}
        detail={person.name ? person.email : null}
      />
    ),
  }
  const entered: Column<FlowPerson> = {
    key: 'entered',
    head: t`Dabei seit`,
    align: 'right',
    phone: false,
    cell: (person) => <When at={person.enteredAt} className="t2" />,
  }
  switch (state) {
    case 'waiting':
      return [
        name,
        {
          key: 'step',
          head: t`Als Nächstes`,
          cell: (person) => words.step(steps, person.step),
        },
        entered,
        {
          key: 'due',
          head: t`Wann`,
          align: 'right',
          cell: (person) => (person.dueAt ? <When at={person.dueAt} /> : '–'),
        },
      ]
    case 'exited':
      return [
        name,
        { key: 'why', head: t`Warum`, cell: (person) => words.exit(person.exitReason, exitOn) || '–' },
        entered,
        ended(t`Raus`),
      ]
    case 'failed':
      return [
        name,
        { key: 'step', head: t`Wo`, cell: (person) => words.step(steps, person.step) },
        entered,
        ended(t`Seit`),
      ]
    case 'done':
      return [name, entered, ended(t`Fertig`)]
    default:
      return [name, entered]
  }
}

const ended = (head: string): Column<FlowPerson> => ({
  key: 'ended',
  head,
  align: 'right',
  cell: (person) => (person.endedAt ? <When at={person.endedAt} /> : '–'),
})

function Nobody({ state }: { state: FlowPersonState }) {
  const { t } = useLingui()
  switch (state) {
    case 'waiting':
      return (
        <EmptyState title={t`Gerade ist niemand drin`}>
          <Trans>
            Sobald jemand auslöst, was oben im Ablauf steht, erscheint er hier mit seinem nächsten Schritt.
          </Trans>
        </EmptyState>
      )
    case 'done':
      return (
        <EmptyState title={t`Noch niemand ist durchgelaufen`}>
          <Trans>Hier stehen alle, die den letzten Schritt hinter sich haben.</Trans>
        </EmptyState>
      )
    case 'exited':
      return (
        <EmptyState title={t`Niemand ist vorher raus`}>
          <Trans>Wer vor der letzten Mail ausscheidet, steht dann hier, mit dem Grund.</Trans>
        </EmptyState>
      )
    case 'failed':
      return (
        <EmptyState title={t`Niemand hängt fest`}>
          <Trans>Ginge ein Schritt schief, stünde hier, wen es trifft.</Trans>
        </EmptyState>
      )
    default:
      return null
  }
}
