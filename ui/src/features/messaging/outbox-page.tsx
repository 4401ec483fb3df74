import { Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { flowsQuery } from '../../api/flows'
import { every } from '../../api/lists'
import { useSession } from '../../api/session'
import type { MessageRow, MessageState } from '../../api/types'
import { Button, ButtonLink } from '../../ui/button'
import { type Column, DataTable, NameCell } from '../../ui/data-table'
import { EmptyState } from '../../ui/empty-state'
import { FilterChip, FilterSentence } from '../../ui/filter-sentence'
import { useFormat } from '../../ui/format-context'
import { useHasRoute } from '../../ui/has-route'
import { LoadedList } from '../../ui/loaded-list'
import { Mark } from '../../ui/mark'
import { Page } from '../../ui/page'
import { addDays } from '../../ui/period'
import { place } from '../../ui/place'
import { SkeletonRows } from '../../ui/skeleton'
import { Tabs } from '../../ui/tabs'
import { textOf } from '../../ui/texts'
import { When } from '../../ui/when'
import { useMessageWords } from '../../words/message-words'
import { OutageNotice } from '../../words/outage-notice'
import { Mailbox } from './mailbox'
import classes from './outbox-page.module.css'
import { messagesQuery } from './outbox-query'
import { messageStates, type OutboxSearch } from './routes'

const route = getRouteApi('/frame/shell/data/outbox')

/** Every message that was decided, sent or not; and the built-in mailbox where nothing leaves the house. */
export function OutboxPage() {
  const { t } = useLingui()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const session = useSession()
  const mailbox = session.mail.mode === 'mailbox' || session.sandbox
  const view = mailbox && search.view === 'mailbox' ? 'mailbox' : 'messages'
  return (
    <Page
      title={t`Postausgang`}
      sentence={t`Jede Nachricht, gesendet oder nicht, und warum.`}
      dismissKey="outbox"
      width="table"
    >
      <OutageNotice />
      {mailbox && (
        <Tabs
          label={t`Ansichten des Postausgangs`}
          current={view}
          tabs={[
            { key: 'messages', label: t`Nachrichten`, link: place('/data/outbox') },
            {
              key: 'mailbox',
              label: t`Eingebautes Postfach`,
              link: place('/data/outbox', { view: 'mailbox' }),
            },
          ]}
        />
      )}
      {view === 'mailbox' ? (
        <Mailbox
          open={search.mail}
          onOpen={(mail) => navigate({ search: { view: 'mailbox', mail }, resetScroll: false })}
        />
      ) : (
        <Messages search={search} onSearch={(next) => navigate({ search: next, replace: true })} />
      )}
    </Page>
  )
}

function Messages({ search, onSearch }: { search: OutboxSearch; onSearch: (search: OutboxSearch) => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const words = useMessageWords()
  const columns = useColumns()
  const messages = useInfiniteQuery({
    ...messagesQuery(search),
    placeholderData: keepPreviousData,
    refetchInterval: every(10_000),
  })
  const today = format.today()
  const { data: flows } = useQuery(flowsQuery(addDays(today, -29), today))
  const narrowed = !!(search.state || search.flow || search.step || search.profile)
  return (
    <>
      <FilterSentence
        aside={
          (search.step || search.profile) && (
            <Button variant="quiet" size="small" onClick={() => onSearch({})}>
              <Trans>Filter lösen</Trans>
            </Button>
          )
        }
      >
        <Trans>Zeige</Trans>
        <FilterChip<MessageState | 'all'>
          label={t`Stand`}
          value={search.state ?? 'all'}
          options={[
            { value: 'all' as const, label: t`alle Nachrichten` },
            ...messageStates.map((value) => ({ value, label: words.state(value) })),
          ]}
          onChange={(state) => onSearch({ ...search, state: state === 'all' ? undefined : state })}
        />
        <Trans>aus</Trans>
        <FilterChip
          label={t`Flow`}
          value={search.flow ?? 'all'}
          options={[
            { value: 'all', label: t`allen Quellen` },
            ...(flows?.items ?? []).map((flow) => ({
              value: flow.id,
              label: textOf(flow.name, format.locale),
            })),
          ]}
          onChange={(flow) =>
            onSearch({ ...search, flow: flow === 'all' ? undefined : flow, step: undefined })
          }
        />
        {search.step && <Trans>nur ein Schritt</Trans>}
        {search.profile && <Trans>nur ein Mensch</Trans>}
      </FilterSentence>
      <LoadedList
        query={messages}
        skeleton={<SkeletonRows rows={10} height={51} />}
        empty={narrowed ? <NothingFits onAll={() => onSearch({})} /> : <Nothing />}
      >
        {(rows, more) => (
          <DataTable
            caption={t`Nachrichten, neueste zuerst`}
            columns={columns}
            rows={rows}
            rowKey={(message) => message.id}
            rowLink={(message) => place(`/data/outbox/${message.id}`)}
            more={more}
          />
        )}
      </LoadedList>
    </>
  )
}

function useColumns(): Column<MessageRow>[] {
  const { t } = useLingui()
  const words = useMessageWords()
  return [
    {
      key: 'who',
      head: t`An wen`,
      cell: (message) => (
        <NameCell
          name={<bdi>{message.who ?? t`Noch ohne Namen`}</bdi>}
          detail={message.subject && <bdi>{t`„${message.subject}“`}</bdi>}
        />
      ),
    },
    {
      key: 'state',
      head: t`Stand`,
      cell: (message) => (
        <span className={classes.state}>
          <Mark kind={words.mark(message.state)} size={15} />
          <span>
            {words.state(message.state)}
            {message.reason && message.state !== 'handed_over' && (
              <span className={classes.reason}>{words.reason(message.reason)}</span>
            )}
          </span>
        </span>
      ),
    },
    {
      key: 'source',
      head: t`Woher`,
      phone: false,
      cell: (message) => <span className={classes.source}>{words.source(message)}</span>,
    },
    {
      key: 'reaction',
      head: t`Danach`,
      phone: false,
      cell: (message) =>
        message.clickedAt ? t`geklickt` : message.openedAt ? t`geöffnet` : <span className="t3">–</span>,
    },
    {
      key: 'at',
      head: t`Wann`,
      align: 'right',
      phone: false,
      cell: (message) => <When at={message.sentAt ?? message.plannedAt} className="t2" />,
    },
  ]
}

function NothingFits({ onAll }: { onAll: () => void }) {
  const { t } = useLingui()
  return (
    <EmptyState
      title={t`Keine solche Nachricht`}
      action={
        <Button onClick={onAll}>
          <Trans>Alle Nachrichten zeigen</Trans>
        </Button>
      }
    >
      <Trans>Mit diesen Filtern gibt es nichts. Das kann eine gute Nachricht sein.</Trans>
    </EmptyState>
  )
}

function Nothing() {
  const { t } = useLingui()
  const has = useHasRoute()
  return (
    <EmptyState
      title={t`Noch keine Nachricht`}
      action={
        has('/flows') && (
          <ButtonLink variant="primary" {...place('/flows')}>
            <Trans>Flow einschalten</Trans>
          </ButtonLink>
        )
      }
      example={<ExampleReason />}
    >
      <Trans>
        Hier steht später jede Mail mit ihrem Grund: warum sie rausging, oder warum jemand sie nicht bekam.
        Die ersten kommen, sobald ein Flow läuft.
      </Trans>
    </EmptyState>
  )
}

function ExampleReason() {
  return (
    <div className={classes.example}>
      <p className="b">
        <Trans>Warum bekam Jonas diese Mail nicht?</Trans>
      </p>
      <p>
        <Mark kind="holds" size={15} />
        <Trans>Die Adresse ist nicht gesperrt.</Trans>
      </p>
      <p>
        <Mark kind="holds" size={15} />
        <Trans>Das Impressum ist vollständig.</Trans>
      </p>
      <p className="b">
        <Mark kind="held" size={15} />
        <Trans>Hat inzwischen bestellt.</Trans>
      </p>
    </div>
  )
}
