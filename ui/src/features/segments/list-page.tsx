import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconUserPlus, IconX } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Fragment, useState } from 'react'
import { address } from '../../api/client'
import { every } from '../../api/lists'
import {
  listMembersQuery,
  type PeopleListDetail,
  peopleListQuery,
  usePutOnList,
  useTakeOffList,
} from '../../api/people-lists'
import type { ListMember, PeopleList } from '../../api/types'
import { Avatar } from '../../ui/avatar'
import { Button, ButtonAnchor, IconButton } from '../../ui/button'
import { type Column, DataTable, NameCell } from '../../ui/data-table'
import { EmptyState } from '../../ui/empty-state'
import { ErrorState } from '../../ui/error-state'
import { useFormat } from '../../ui/format-context'
import { LoadedList } from '../../ui/loaded-list'
import { useTitle } from '../../ui/page'
import { place } from '../../ui/place'
import { RecordBar } from '../../ui/record-bar'
import { SkeletonRows } from '../../ui/skeleton'
import { toast } from '../../ui/toast'
import { When } from '../../ui/when'
import { useListWords } from '../../words/list-words'
import { AddPeople } from './add-people'
import { ListMenu } from './list-menu'
import classes from './list-page.module.css'
import { usePersonName } from './person-check'
import page from './segment-page.module.css'

const route = getRouteApi('/frame/shell/segments/lists/$id')

/** A list: who is on it, since when, and how they came there. */
export function ListPage() {
  const { t } = useLingui()
  const { id } = route.useParams()
  const navigate = useNavigate()
  const query = useQuery(peopleListQuery(id))
  const [adding, setAdding] = useState(false)
  useTitle(query.data?.list.name ?? t`Liste`)
  const back = { ...place('/segments/lists'), label: t`Listen` }
  if (!query.data) {
    return (
      <>
        <RecordBar back={back} />
        <div className={page.problem}>
          {query.error ? (
            <ErrorState error={query.error} onRetry={() => query.refetch()} />
          ) : (
            <SkeletonRows rows={8} height={51} />
          )}
        </div>
      </>
    )
  }
  const { list } = query.data
  return (
    <>
      <RecordBar back={back}>
        <ListMenu list={list} onArchived={() => void navigate(place('/segments/lists'))} />
        <ButtonAnchor href={address(`/lists/${id}/members.csv`)} download>
          <Trans>Als CSV laden</Trans>
        </ButtonAnchor>
        {list.archivedAt === null && (
          <Button variant="primary" icon={IconUserPlus} onClick={() => setAdding(true)}>
            <Trans>Menschen daraufsetzen</Trans>
          </Button>
        )}
      </RecordBar>
      <div className={page.people}>
        <Head detail={query.data} />
        <People list={list} onAdd={() => setAdding(true)} />
      </div>
      {adding && <AddPeople list={list} onClose={() => setAdding(false)} />}
    </>
  )
}

function Head({ detail: { list, usedBy } }: { detail: PeopleListDetail }) {
  const format = useFormat()
  const count = format.number(list.count)
  return (
    <header className={classes.head}>
      <h1>
        <bdi>{list.name}</bdi>
      </h1>
      {list.description && <p className={classes.description}>{list.description}</p>}
      <p className={classes.facts} aria-live="polite">
        {list.archivedAt !== null && (
          <b>
            <Trans>Archiviert.</Trans>{' '}
          </b>
        )}
        {plural(list.count, { one: 'Ein Mensch', other: `${count} Menschen` })}
        {list.busy && (
          <>
            {', '}
            <Trans>wird gerade gefüllt oder geleert</Trans>
          </>
        )}
        {usedBy.length > 0 && (
          <>
            {'. '}
            <Trans>Danach fragen:</Trans>{' '}
            {usedBy.map((one, index) => (
              <Fragment key={one.id}>
                {index > 0 && ', '}
                <Link className="inText" {...place(`/segments/${one.id}`)}>
                  {one.name}
                </Link>
              </Fragment>
            ))}
          </>
        )}
      </p>
    </header>
  )
}

function People({ list, onAdd }: { list: PeopleList; onAdd: () => void }) {
  const { t } = useLingui()
  const members = useInfiniteQuery({
    ...listMembersQuery(list.id),
    refetchInterval: every(list.busy ? 1_500 : 15_000),
  })
  const [selected, setSelected] = useState(new Set<string>())
  const takeOff = useTakeOffList()
  const putOn = usePutOnList()
  const columns = useColumns(list.archivedAt === null ? (person) => take([person.id]) : null)
  const take = (profiles: string[]) =>
    takeOff.mutate(
      { list: list.id, profiles },
      {
        onSuccess: () => {
          setSelected(new Set())
          toast(plural(profiles.length, { one: 'Heruntergenommen.', other: '# heruntergenommen.' }), {
            undo: () => putOn.mutate({ list: list.id, profiles }),
          })
        },
      },
    )
  return (
    <LoadedList
      query={members}
      skeleton={<SkeletonRows rows={8} height={51} />}
      empty={
        <EmptyState
          title={t`Noch niemand auf der Liste`}
          action={
            list.archivedAt === null && (
              <Button variant="default" icon={IconUserPlus} onClick={onAdd}>
                <Trans>Menschen daraufsetzen</Trans>
              </Button>
            )
          }
        >
          <Trans>
            Füge Adressen ein, lies sie aus einer Datei, oder setze ein ganzes Segment darauf. Auch unter
            „Kunden“ lassen sich Menschen auswählen, und auf der Seite jedes Kunden.
          </Trans>
        </EmptyState>
      }
    >
      {(people, more) => (
        <>
          {selected.size > 0 && (
            <div className={classes.chosen} role="status">
              <span>{plural(selected.size, { one: 'Eine Person gewählt', other: '# gewählt' })}</span>
              <Button size="small" loading={takeOff.isPending} onClick={() => take([...selected])}>
                <Trans>Herunternehmen</Trans>
              </Button>
            </div>
          )}
          {takeOff.error && <ErrorState error={takeOff.error} small />}
          <DataTable
            caption={t`Menschen auf dieser Liste`}
            rows={people}
            rowKey={(person) => person.id}
            rowLink={(person) => place(`/customers/${person.id}`)}
            columns={columns}
            selected={selected}
            onSelect={list.archivedAt === null ? setSelected : undefined}
            more={more}
          />
        </>
      )}
    </LoadedList>
  )
}

function useColumns(onTakeOff: ((person: ListMember) => void) | null): Column<ListMember>[] {
  const { t } = useLingui()
  const name = usePersonName()
  return [
    {
      key: 'name',
      head: t`Name`,
      cell: (person) => (
        <NameCell
          before={<Avatar name={person.name ?? person.email} size={28} />}
          name={<bdi>{name(person)}</bdi>}
          detail={person.name ? (person.email ?? person.phone) : null}
        />
      ),
    },
    {
      key: 'since',
      head: t`Seit`,
      align: 'right',
      phone: false,
      cell: (person) => <When at={person.since} className="t2" />,
    },
    { key: 'how', head: t`Wie und durch wen`, phone: false, cell: (person) => <How person={person} /> },
    ...(onTakeOff
      ? [
          {
            key: 'off',
            head: <span className="visually-hidden">{t`Herunternehmen`}</span>,
            align: 'right' as const,
            width: 44,
            cell: (person: ListMember) => (
              <span className={classes.off}>
                <IconButton
                  icon={IconX}
                  label={t`${name(person)} herunternehmen`}
                  onClick={() => onTakeOff(person)}
                />
              </span>
            ),
          },
        ]
      : []),
  ]
}

function How({ person: { how, by } }: { person: ListMember }) {
  const words = useListWords()
  const said = words(how)
  return (
    <span className="t2">
      {by ? (
        <Trans>
          {said}, durch {by}
        </Trans>
      ) : (
        said
      )}
    </span>
  )
}
