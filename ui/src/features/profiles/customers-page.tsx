import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import type { ProfileRow } from '../../api/types'
import { Avatar } from '../../ui/avatar'
import { Button, ButtonLink } from '../../ui/button'
import { type Column, DataTable, NameCell } from '../../ui/data-table'
import { EmptyState } from '../../ui/empty-state'
import { FilterChip, FilterSentence } from '../../ui/filter-sentence'
import { useFormat } from '../../ui/format-context'
import { useHasRoute } from '../../ui/has-route'
import { LoadedList } from '../../ui/loaded-list'
import { Mark } from '../../ui/mark'
import { Page } from '../../ui/page'
import { place } from '../../ui/place'
import { SearchField } from '../../ui/search-field'
import { SkeletonRows } from '../../ui/skeleton'
import { When } from '../../ui/when'
import classes from './customers-page.module.css'
import { customersQuery } from './people-query'
import { PutOnList } from './put-on-list'
import type { PeopleFilter } from './routes'

const route = getRouteApi('/frame/shell/customers')

/** Everybody who ever came: buyers, subscribers and visitors without a name. */
export function CustomersPage() {
  const { t } = useLingui()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const people = useInfiniteQuery({ ...customersQuery(search), placeholderData: keepPreviousData })
  const total = people.data?.pages[0]?.total
  const columns = useColumns()
  const [selected, setSelected] = useState(new Set<string>())
  const narrowed = !!search.q || !!search.filter
  const onSearch = useCallback(
    (q: string) => navigate({ search: (old) => ({ ...old, q: q || undefined }), replace: true }),
    [navigate],
  )
  return (
    <Page
      title={t`Kunden`}
      sentence={t`Alle, die je da waren, jeder mit seiner ganzen Geschichte.`}
      dismissKey="customers"
      width="table"
    >
      {(narrowed || total !== 0) && (
        <FilterSentence
          aside={
            <SearchField label={t`Name, E-Mail oder Telefon`} value={search.q ?? ''} onChange={onSearch} />
          }
        >
          <Trans>Zeige</Trans>
          <FilterChip<PeopleFilter>
            label={t`Wer gezeigt wird`}
            value={search.filter ?? 'all'}
            options={[
              { value: 'all', label: t`alle Menschen` },
              { value: 'buyers', label: t`alle, die gekauft haben` },
              { value: 'subscribed', label: t`alle mit Newsletter` },
              { value: 'known', label: t`alle mit Namen oder Adresse` },
              { value: 'anonymous', label: t`Besucher ohne Namen` },
            ]}
            onChange={(filter) =>
              navigate({
                search: (old) => ({ ...old, filter: filter === 'all' ? undefined : filter }),
                replace: true,
              })
            }
          />
          <Trans>sortiert</Trans>
          <FilterChip
            label={t`Reihenfolge`}
            value={search.sort ?? '-lastSeenAt'}
            options={[
              { value: '-lastSeenAt', label: t`zuletzt gesehen zuerst` },
              { value: '-revenue', label: t`höchster Umsatz zuerst` },
              { value: 'name', label: t`nach Namen` },
              { value: '-createdAt', label: t`neueste zuerst` },
            ]}
            onChange={(sort) => sortBy(sort)}
          />
        </FilterSentence>
      )}
      <LoadedList
        query={people}
        skeleton={<SkeletonRows rows={12} height={51} />}
        empty={narrowed ? <NobodyFits onAll={() => navigate({ search: {}, replace: true })} /> : <Nobody />}
      >
        {(rows, more) => (
          <>
            {selected.size > 0 && (
              <div className={classes.chosen} role="status">
                <span>{plural(selected.size, { one: 'Eine Person gewählt', other: '# gewählt' })}</span>
                <PutOnList profiles={[...selected]} onDone={() => setSelected(new Set())} />
              </div>
            )}
            <DataTable
              caption={t`Kunden mit Umsatz und letzter Begegnung`}
              columns={columns}
              rows={rows}
              rowKey={(person) => person.id}
              rowLink={(person) => place(`/customers/${person.id}`)}
              sort={search.sort ?? '-lastSeenAt'}
              onSort={sortBy}
              totals={
                total === undefined ? undefined : plural(total, { one: '# Mensch', other: '# Menschen' })
              }
              selected={selected}
              onSelect={setSelected}
              more={more}
            />
          </>
        )}
      </LoadedList>
    </Page>
  )

  function sortBy(sort: string) {
    void navigate({
      search: (old) => ({ ...old, sort: sort === '-lastSeenAt' ? undefined : sort }),
      replace: true,
      resetScroll: false,
    })
  }
}

function useColumns(): Column<ProfileRow>[] {
  const { t } = useLingui()
  const format = useFormat()
  return [
    {
      key: 'name',
      head: t`Name`,
      sort: 'name',
      cell: (person) => (
        <NameCell
          before={<Avatar name={person.name ?? person.email} size={28} />}
          name={<bdi>{person.name ?? person.email ?? person.phone ?? t`Noch ohne Namen`}</bdi>}
          detail={
            <bdi>{person.name ? (person.email ?? person.phone) : person.known ? null : t`Besucher`}</bdi>
          }
        />
      ),
    },
    {
      key: 'place',
      head: t`Ort`,
      phone: false,
      cell: (person) => (
        <bdi className={classes.place}>
          {[person.city, person.country && format.country(person.country)].filter(Boolean).join(', ') || '–'}
        </bdi>
      ),
    },
    {
      key: 'consent',
      head: t`E-Mail`,
      phone: false,
      cell: (person) => <EmailConsent person={person} />,
    },
    {
      key: 'orders',
      head: t`Bestellungen`,
      align: 'right',
      phone: false,
      cell: (person) => (person.orders ? format.number(person.orders) : '–'),
    },
    {
      key: 'revenue',
      head: t`Umsatz`,
      align: 'right',
      sort: '-revenue',
      cell: (person) => (person.revenue && person.orders ? <b>{format.money(person.revenue)}</b> : '–'),
    },
    {
      key: 'seen',
      head: t`Zuletzt gesehen`,
      align: 'right',
      sort: '-lastSeenAt',
      phone: false,
      cell: (person) => (person.lastSeenAt ? <When at={person.lastSeenAt} className={classes.seen} /> : '–'),
    },
  ]
}

function EmailConsent({ person }: { person: ProfileRow }) {
  const { t } = useLingui()
  switch (person.emailConsent) {
    case 'subscribed':
      return (
        <span className={classes.consent}>
          <Mark kind="holds" size={14} />
          {t`erlaubt`}
        </span>
      )
    case 'unsubscribed':
      return (
        <span className={classes.consent}>
          <Mark kind="off" size={14} />
          {t`abgemeldet`}
        </span>
      )
    case 'pending':
      return (
        <span className={classes.consent}>
          <Mark kind="open" size={14} />
          {t`nicht bestätigt`}
        </span>
      )
    case 'suppressed':
      return (
        <span className={classes.consent}>
          <Mark kind="broken" size={14} />
          {t`gesperrt`}
        </span>
      )
    case 'none':
      return <span className="t3">–</span>
    default:
      return null
  }
}

function NobodyFits({ onAll }: { onAll: () => void }) {
  const { t } = useLingui()
  return (
    <EmptyState
      title={t`Niemand passt dazu`}
      action={
        <Button onClick={onAll}>
          <Trans>Alle Menschen zeigen</Trans>
        </Button>
      }
    >
      <Trans>Gesucht wird in Namen, E-Mail-Adressen und Telefonnummern. Ein Teil davon genügt.</Trans>
    </EmptyState>
  )
}

function Nobody() {
  const { t } = useLingui()
  const has = useHasRoute()
  return (
    <EmptyState
      title={t`Noch niemand da`}
      starts={[
        ...(has('/setup')
          ? [
              {
                key: 'connect',
                title: t`Shop verbinden`,
                detail: t`Besuche, Warenkörbe und Bestellungen kommen von selbst`,
                link: place('/setup', { step: 'connect' }),
              },
            ]
          : []),
        ...(has('/data/imports')
          ? [
              {
                key: 'import',
                title: t`Datei einlesen`,
                detail: t`Kunden oder Bestellungen als CSV oder Excel, aus jedem Shop`,
                link: place('/data/imports'),
              },
            ]
          : []),
      ]}
      action={
        !has('/setup') && !has('/data/imports') && <ButtonLink {...place('/')}>{t`Zum Start`}</ButtonLink>
      }
      example={<ExamplePerson />}
    >
      <Trans>
        Hier steht später jeder Mensch einmal, mit allem, was er gekauft, gelesen und erlaubt hat. Auch
        Besucher ohne Namen: Nennt einer seine E-Mail, hängt seine Vorgeschichte schon dran.
      </Trans>
    </EmptyState>
  )
}

function ExamplePerson() {
  return (
    <div className={classes.example}>
      <Avatar name="Friederike Harms" size={44} />
      <div>
        <p className="b">Friederike Harms</p>
        <p className="small t3">friederike@harms.example</p>
        <p className={classes.exampleLine}>
          <Mark kind="holds" size={14} />
          <Trans>Hat den Newsletter bestätigt</Trans>
        </p>
        <p className={classes.exampleLine}>
          <Mark kind="holds" size={14} />
          <Trans>23 Bestellungen seit März 2023</Trans>
        </p>
      </div>
    </div>
  )
}
