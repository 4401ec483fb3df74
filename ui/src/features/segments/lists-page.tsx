import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { peopleListsQuery } from '../../api/people-lists'
import type { PeopleList } from '../../api/types'
import { Button } from '../../ui/button'
import { type Column, DataTable, NameCell } from '../../ui/data-table'
import { EmptyState } from '../../ui/empty-state'
import { FilterChip, FilterSentence } from '../../ui/filter-sentence'
import { useFormat } from '../../ui/format-context'
import { Loaded } from '../../ui/loaded'
import { Page } from '../../ui/page'
import { place } from '../../ui/place'
import { SearchField } from '../../ui/search-field'
import { SkeletonRows } from '../../ui/skeleton'
import { Badge } from '../../ui/status'
import { When } from '../../ui/when'
import { NameList } from '../../words/name-list'
import { ListMenu } from './list-menu'
import { SegmentTabs } from './segment-tabs'
import classes from './segments-page.module.css'

const route = getRouteApi('/frame/shell/segments/lists')

/** Lists made by hand. */
export function ListsPage() {
  const { t } = useLingui()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const lists = useQuery(peopleListsQuery)
  const [naming, setNaming] = useState(false)
  const hasAny = !!lists.data?.items.length
  const onSearch = useCallback(
    (q: string) => navigate({ search: (old) => ({ ...old, q: q || undefined }), replace: true }),
    [navigate],
  )
  return (
    <Page
      title={t`Listen`}
      sentence={t`Menschen, die du selbst zusammenstellst: Wer darauf steht, bleibt, bis du ihn herunternimmst.`}
      dismissKey={hasAny ? 'lists' : undefined}
      width={hasAny ? 'table' : 'page'}
      actions={
        <Button variant="primary" icon={IconPlus} onClick={() => setNaming(true)}>
          <Trans>Liste anlegen</Trans>
        </Button>
      }
    >
      <SegmentTabs current="lists" />
      <Loaded query={lists} skeleton={<SkeletonRows rows={5} height={51} />}>
        {({ items }) => {
          if (items.length === 0) return <NoList />
          const archived = search.show === 'archived'
          const shown = items.filter(
            (list) => (list.archivedAt !== null) === archived && fits(list, search.q ?? ''),
          )
          return (
            <>
              <FilterSentence
                aside={<SearchField label={t`Liste suchen`} value={search.q ?? ''} onChange={onSearch} />}
              >
                <Trans>Zeige</Trans>
                <FilterChip
                  label={t`Welche gezeigt werden`}
                  value={search.show ?? 'all'}
                  options={[
                    { value: 'all', label: t`alle Listen` },
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
              {shown.length === 0 ? (
                <EmptyState
                  title={archived && !search.q ? t`Das Archiv ist leer` : t`Keine Liste passt`}
                  action={
                    <Button onClick={() => navigate({ search: {}, replace: true })}>
                      <Trans>Alle Listen zeigen</Trans>
                    </Button>
                  }
                >
                  {archived && !search.q ? (
                    <Trans>Archivierte Listen stehen hier und lassen sich zurückholen.</Trans>
                  ) : (
                    <Trans>Andere gibt es: Nimm die Suche heraus, um sie zu sehen.</Trans>
                  )}
                </EmptyState>
              ) : (
                <Table lists={shown} />
              )}
            </>
          )
        }}
      </Loaded>
      {naming && (
        <NameList
          onClose={() => setNaming(false)}
          onSaved={({ list }) => void navigate(place(`/segments/lists/${list.id}`))}
        />
      )}
    </Page>
  )
}

const fits = (list: PeopleList, text: string) =>
  `${list.name} ${list.description ?? ''}`.toLocaleLowerCase().includes(text.toLocaleLowerCase())

function Table({ lists }: { lists: PeopleList[] }) {
  const { t } = useLingui()
  const format = useFormat()
  const columns: Column<PeopleList>[] = [
    {
      key: 'name',
      head: t`Liste`,
      cell: (list) => <NameCell name={<bdi>{list.name}</bdi>} detail={list.description} />,
    },
    {
      key: 'busy',
      head: <span className="visually-hidden">{t`Stand`}</span>,
      phone: false,
      cell: (list) =>
        list.busy && (
          <Badge tone="mute">
            <Trans>wird gefüllt oder geleert</Trans>
          </Badge>
        ),
    },
    {
      key: 'count',
      head: t`Menschen`,
      align: 'right',
      cell: (list) => <b>{format.number(list.count)}</b>,
    },
    {
      key: 'created',
      head: t`Angelegt`,
      align: 'right',
      phone: false,
      cell: (list) => <When at={list.createdAt} className="t2" />,
    },
    {
      key: 'menu',
      head: <span className="visually-hidden">{t`Mehr`}</span>,
      align: 'right',
      width: 44,
      cell: (list) => (
        <span className={classes.menuCell}>
          <ListMenu list={list} />
        </span>
      ),
    },
  ]
  return (
    <DataTable
      caption={t`Listen mit Anzahl`}
      columns={columns}
      rows={lists}
      rowKey={(list) => list.id}
      rowLink={(list) => place(`/segments/lists/${list.id}`)}
      totals={plural(lists.length, { one: '# Liste', other: '# Listen' })}
    />
  )
}

function NoList() {
  const { t } = useLingui()
  return (
    <EmptyState title={t`Noch keine Liste`}>
      <Trans>
        Für alles, was sich nicht aus Bestellungen und Besuchen ergibt: Händler, Presse, Testkundinnen, die
        Gäste vom Hoffest. Füge Adressen ein, wähle Kunden aus oder setze ein ganzes Segment darauf. Segmente
        können nach einer Liste fragen, und Flows können beginnen, wenn jemand darauf kommt.
      </Trans>
    </EmptyState>
  )
}
