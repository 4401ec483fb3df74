import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { IngestStats, LiveFact } from '../../api/types'
import { Button, ButtonLink } from '../../ui/button'
import { type Column, DataTable } from '../../ui/data-table'
import { EmptyState } from '../../ui/empty-state'
import { useFormat } from '../../ui/format-context'
import { useHasRoute } from '../../ui/has-route'
import { Loaded } from '../../ui/loaded'
import { Mark } from '../../ui/mark'
import { Page, Section } from '../../ui/page'
import { place } from '../../ui/place'
import { Skeleton, SkeletonRows } from '../../ui/skeleton'
import classes from './live-page.module.css'
import { ingestStatsQuery, liveQuery } from './live-query'
import { useLiveWords } from './live-words'
import { SetAsideList } from './set-aside-list'

/** What comes in right now, and what was dropped and why. */
export function LivePage() {
  const { t } = useLingui()
  const [watching, setWatching] = useState(true)
  const stats = useQuery(ingestStatsQuery(watching))
  const live = useQuery(liveQuery(watching))
  const columns = useColumns()
  return (
    <Page
      title={t`Live`}
      sentence={t`Was dein Shop gerade meldet, auf die Sekunde. So siehst du, ob die Verbindung steht.`}
      dismissKey="live"
      width="table"
      actions={
        <Button
          icon={watching ? IconPlayerPause : IconPlayerPlay}
          aria-pressed={!watching}
          onClick={() => setWatching(!watching)}
        >
          {watching ? <Trans>Anhalten</Trans> : <Trans>Weiter zusehen</Trans>}
        </Button>
      }
    >
      <Loaded query={stats} skeleton={<Skeleton height={150} radius={12} />} small>
        {(loaded) => <LastHour stats={loaded} />}
      </Loaded>
      <SetAsideList />
      <Section title={t`Zuletzt gemeldet`}>
        <Loaded query={live} skeleton={<SkeletonRows rows={10} />}>
          {({ items }) =>
            items.length === 0 ? (
              <Silence />
            ) : (
              <DataTable
                caption={t`Meldungen, neueste zuerst`}
                columns={columns}
                rows={items}
                rowKey={(fact) => fact.id}
              />
            )
          }
        </Loaded>
      </Section>
    </Page>
  )
}

function LastHour({ stats }: { stats: IngestStats }) {
  const { t } = useLingui()
  const format = useFormat()
  const words = useLiveWords()
  const sum = (key: 'accepted' | 'duplicate' | 'dropped') =>
    stats.perMinute.reduce((total, minute) => total + minute[key], 0)
  const accepted = sum('accepted')
  const duplicate = sum('duplicate')
  const dropped = sum('dropped')
  const full = stats.queue.capacity > 0 ? stats.queue.depth / stats.queue.capacity : 0
  return (
    <div className={classes.card}>
      <dl className={classes.stats}>
        <Figure label={t`angenommen`} value={format.number(accepted)} />
        <Figure label={t`schon bekannt`} value={format.number(duplicate)} />
        <Figure label={t`verworfen`} value={format.number(dropped)} />
        <Figure label={t`zuletzt`} value={stats.lastEventAt ? format.when(stats.lastEventAt) : '–'} />
      </dl>
      <Minutes stats={stats} />
      <p className={classes.sentence}>
        {stats.reasons.length > 0 ? (
          <Trans>
            Verworfen in der letzten Stunde:{' '}
            {format.list(
              stats.reasons.map((one) => `${format.number(one.count)} × ${words.reason(one.reason)}`),
            )}
            .
          </Trans>
        ) : accepted > 0 ? (
          <Trans>In der letzten Stunde wurde nichts verworfen.</Trans>
        ) : (
          <Trans>In der letzten Stunde kam nichts an.</Trans>
        )}{' '}
        {full > 0.5 && (
          <Trans>Es kommt mehr, als gerade geschrieben werden kann: {format.percent(full)} voll.</Trans>
        )}
      </p>
    </div>
  )
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  )
}

const minutes = 60
const height = 56

/** Sixty bars, one a minute; the words beside it say the same. */
function Minutes({ stats }: { stats: IngestStats }) {
  const { t } = useLingui()
  const format = useFormat()
  const now = Math.floor(format.now().getTime() / 60_000)
  const byMinute = new Map(stats.perMinute.map((one) => [Math.floor(Date.parse(one.at) / 60_000), one]))
  const bars = Array.from({ length: minutes }, (_, index) => byMinute.get(now - minutes + 1 + index))
  const most = Math.max(1, ...bars.map((bar) => (bar ? bar.accepted + bar.dropped : 0)))
  const total = bars.reduce((all, bar) => all + (bar?.accepted ?? 0), 0)
  const words = plural(total, { one: '# Meldung in 60 Minuten', other: '# Meldungen in 60 Minuten' })
  return (
    <svg
      className={classes.minutes}
      viewBox={`0 0 ${minutes * 10} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={t`Säulen: ${words}`}
    >
      <line x1="0" x2={minutes * 10} y1={height - 0.5} y2={height - 0.5} className={classes.zero} />
      {bars.map((bar, index) => {
        if (!bar) return null
        const taken = (bar.accepted / most) * (height - 4)
        const lost = (bar.dropped / most) * (height - 4)
        return (
          <g key={bar.at}>
            <rect
              x={index * 10 + 1.5}
              width="7"
              y={height - 1 - taken}
              height={taken}
              className={classes.taken}
            />
            <rect
              x={index * 10 + 1.5}
              width="7"
              y={height - 1 - taken - lost}
              height={lost}
              className={classes.lost}
            />
          </g>
        )
      })}
    </svg>
  )
}

function useColumns(): Column<LiveFact>[] {
  const { t } = useLingui()
  const format = useFormat()
  const words = useLiveWords()
  const has = useHasRoute()
  return [
    {
      key: 'at',
      head: t`Wann`,
      width: 92,
      cell: (fact) => (
        <time dateTime={fact.receivedAt} title={format.exact(fact.receivedAt)} className={classes.time}>
          {format.seconds(fact.receivedAt)}
        </time>
      ),
    },
    { key: 'what', head: t`Was`, cell: (fact) => <b className={classes.what}>{words.what(fact)}</b> },
    {
      key: 'who',
      head: t`Wer`,
      cell: (fact) =>
        fact.profileId && has('/customers/$id') ? (
          <Link {...place(`/customers/${fact.profileId}`)} className={classes.who}>
            <bdi>{fact.who ?? t`Besucher`}</bdi>
          </Link>
        ) : (
          <span className={classes.who}>
            <bdi>{fact.who ?? '–'}</bdi>
          </span>
        ),
    },
    {
      key: 'outcome',
      head: t`Stand`,
      phone: false,
      cell: (fact) => (
        <span className={classes.outcome}>
          <Mark kind={words.mark(fact)} size={14} />
          <span>
            {words.outcome(fact)}
            {fact.detail && <span className={classes.detail}>{fact.detail}</span>}
          </span>
        </span>
      ),
    },
  ]
}

function Silence() {
  const { t } = useLingui()
  const has = useHasRoute()
  return (
    <EmptyState
      title={t`Noch nichts gemeldet`}
      action={
        has('/setup') && (
          <ButtonLink variant="primary" {...place('/setup', { step: 'connect' })}>
            <Trans>Shop verbinden</Trans>
          </ButtonLink>
        )
      }
    >
      <Trans>
        Sobald dein Shop etwas meldet, steht es hier, im selben Augenblick: Besuche, Warenkörbe, Bestellungen.
        Lass die Seite offen und ruf im Shop eine Seite auf.
      </Trans>
    </EmptyState>
  )
}
