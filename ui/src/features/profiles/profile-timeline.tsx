import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { TimelineItem as Item, Profile, TimelineKind } from '../../api/types'
import { Button } from '../../ui/button'
import { ErrorState } from '../../ui/error-state'
import { KindChips } from '../../ui/filter-sentence'
import type { Format } from '../../ui/format'
import { useFormat } from '../../ui/format-context'
import { SkeletonRows } from '../../ui/skeleton'
import { TimelineDay } from '../../ui/timeline'
import { timelineQuery } from './profile-query'
import classes from './profile-timeline.module.css'
import { TimelineEntry } from './timeline-entry'

interface Props {
  profile: Profile
  kind: TimelineKind
  onKind: (kind: TimelineKind) => void
}

/** Everything that happened, newest first, by day. */
export function ProfileTimeline({ profile, kind, onKind }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const query = useInfiniteQuery(timelineQuery(profile.id, kind))
  const everything = useInfiniteQuery(timelineQuery(profile.id, 'all'))
  const counts = query.data?.pages[0]?.counts ?? everything.data?.pages[0]?.counts
  const labels: Record<TimelineKind, string> = {
    all: t`Alles`,
    messages: t`Nachrichten`,
    orders: t`Bestellungen`,
    site: t`Website`,
    consent: t`Einwilligungen`,
    other: t`Anderes`,
  }
  const kinds = (Object.keys(labels) as TimelineKind[]).filter(
    (one) => one === 'all' || one === kind || !counts || counts[one] > 0,
  )
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const left = counts ? counts[kind] - items.length : 0
  return (
    <>
      <div className={classes.kinds}>
        <KindChips
          label={t`Was die Zeitleiste zeigt`}
          value={kind}
          options={kinds.map((value) => ({
            value,
            label: labels[value],
            count: counts ? format.number(counts[value]) : undefined,
          }))}
          onChange={onKind}
        />
      </div>
      {query.error && !query.data ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : !query.data ? (
        <SkeletonRows rows={7} height={72} />
      ) : items.length === 0 ? (
        <p className={classes.empty}>
          {kind === 'all' ? (
            <Trans>
              Noch nichts passiert. Besuche, Bestellungen und Mails erscheinen hier, sobald es sie gibt.
            </Trans>
          ) : (
            <Trans>Nichts davon bisher.</Trans>
          )}
        </p>
      ) : (
        <>
          {byDay(items, format).map((day) => (
            <TimelineDay key={day.key} heading={day.heading}>
              {day.items.map((item) => (
                <TimelineEntry key={item.kind + item.id} item={item} />
              ))}
            </TimelineDay>
          ))}
          <div className={classes.older}>
            {query.hasNextPage ? (
              <Button loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
                {left > 0 ? (
                  plural(left, { one: 'Ein älterer Eintrag', other: '# ältere Einträge' })
                ) : (
                  <Trans>Ältere Einträge</Trans>
                )}
              </Button>
            ) : null}
            <span>
              {query.hasNextPage ? (
                <Trans>
                  bis zum ersten Besuch am {format.dateLong(profile.firstSeenAt ?? profile.createdAt)}
                </Trans>
              ) : (
                <Trans>
                  Hier fing es an, am {format.dateLong(profile.firstSeenAt ?? profile.createdAt)}.
                </Trans>
              )}
            </span>
          </div>
        </>
      )}
    </>
  )
}

/** Days of the shop, in the order they come. */
function byDay(items: Item[], format: Format) {
  const days: { key: string; heading: string; items: Item[] }[] = []
  for (const item of items) {
    const key = format.isoDay(new Date(item.at))
    const last = days.at(-1)
    if (last?.key === key) last.items.push(item)
    else days.push({ key, heading: format.dayHeading(item.at), items: [item] })
  }
  return days
}
