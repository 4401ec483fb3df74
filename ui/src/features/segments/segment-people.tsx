import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { address } from '../../api/client'
import { every } from '../../api/lists'
import type { SegmentDay } from '../../api/types'
import { Avatar } from '../../ui/avatar'
import { ButtonAnchor } from '../../ui/button'
import { DataTable, NameCell } from '../../ui/data-table'
import { EmptyState } from '../../ui/empty-state'
import { useFormat } from '../../ui/format-context'
import { LineChart } from '../../ui/line-chart'
import { LoadedList } from '../../ui/loaded-list'
import { useTitle } from '../../ui/page'
import { place } from '../../ui/place'
import { RecordBar } from '../../ui/record-bar'
import { SkeletonRows } from '../../ui/skeleton'
import { usePersonName } from './person-check'
import classes from './segment-page.module.css'
import { growthQuery, membersQuery, type Segment } from './segment-query'

const days = 90

/** Who is in, and how that grew. */
export function SegmentPeople({ segment: { segment }, tabs }: { segment: Segment; tabs: ReactNode }) {
  const { t } = useLingui()
  const name = usePersonName()
  const members = useInfiniteQuery({ ...membersQuery(segment.id), refetchInterval: every(10_000) })
  const growth = useQuery({ ...growthQuery(segment.id, days), refetchInterval: 30_000 })
  useTitle(segment.name)
  return (
    <>
      <RecordBar
        back={{ ...place('/segments'), label: t`Segmente` }}
        title={<h1 style={{ font: 'inherit' }}>{segment.name}</h1>}
      >
        <ButtonAnchor href={address(`/segments/${segment.id}/members.csv`)} download>
          <Trans>Als CSV laden</Trans>
        </ButtonAnchor>
      </RecordBar>
      {tabs}
      <div className={classes.people}>
        {growth.data && growth.data.days.length > 1 && <Growth days={growth.data.days} />}
        <LoadedList
          query={members}
          skeleton={<SkeletonRows rows={8} height={51} />}
          empty={
            <EmptyState title={t`Gerade ist niemand drin`}>
              <Trans>Sobald jemand alle Bedingungen erfüllt, steht er hier, eine Sekunde später.</Trans>
            </EmptyState>
          }
        >
          {(people, more) => (
            <DataTable
              caption={t`Menschen in diesem Segment`}
              rows={people}
              rowKey={(person) => person.id}
              rowLink={(person) => place(`/customers/${person.id}`)}
              columns={[
                {
                  key: 'name',
                  head: t`Name`,
                  cell: (person) => (
                    <NameCell
                      before={<Avatar name={person.name ?? person.email} size={28} />}
                      name={<bdi>{name(person)}</bdi>}
                    />
                  ),
                },
                { key: 'email', head: t`E-Mail`, phone: false, cell: (person) => person.email ?? '–' },
                { key: 'phone', head: t`Telefon`, phone: false, cell: (person) => person.phone ?? '–' },
              ]}
              more={more}
            />
          )}
        </LoadedList>
      </div>
    </>
  )
}

function Growth({ days: given }: { days: SegmentDay[] }) {
  const { t } = useLingui()
  const format = useFormat()
  const entered = format.number(given.reduce((sum, day) => sum + day.entered, 0))
  const left = format.number(given.reduce((sum, day) => sum + day.left, 0))
  return (
    <LineChart
      points={given.map((day) => ({ day: day.day, value: day.members }))}
      names={{ value: t`Im Segment` }}
      unfinished={t`Jetzt`}
      format={format.number}
      formatAxis={format.compact}
      formatDay={format.day}
      summary={t`Menschen im Segment, Tag für Tag`}
      empty={<Trans>Noch niemand.</Trans>}
    >
      <Trans>
        In dieser Zeit kamen {entered} dazu, {left} gingen.
      </Trans>
    </LineChart>
  )
}
