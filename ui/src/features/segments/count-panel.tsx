import { Trans, useLingui } from '@lingui/react/macro'
import { IconCheck, IconGripVertical, IconRefresh } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { SegmentPerson, SegmentPlace, SegmentPreview } from '../../api/types'
import { Avatar } from '../../ui/avatar'
import { Button } from '../../ui/button'
import { ErrorState } from '../../ui/error-state'
import { useFormat } from '../../ui/format-context'
import { Icon } from '../../ui/icon'
import { place } from '../../ui/place'
import { Skeleton } from '../../ui/skeleton'
import { Badge } from '../../ui/status'
import classes from './count-panel.module.css'
import { type LiveCount, rounded } from './live-count'
import { PersonSearch, usePersonName } from './person-check'
import { growthQuery } from './segment-query'
import { Spark } from './spark'

export const draggedPerson = 'application/x-kundig-person'
const shown = 10

interface Props {
  id: string | null
  live: LiveCount
  complete: boolean
  /** The condition is refused: there is nothing to count. */
  refused: boolean
  person: SegmentPerson | null
  onPerson: (person: SegmentPerson) => void
  usedBy: SegmentPlace[]
  reach: ReactNode
}

/** Beside the sentence: how many, how it grew, who for example, where it is used. */
export function CountPanel({ id, live, complete, refused, person, onPerson, usedBy, reach }: Props) {
  return (
    <div className={classes.panel}>
      <section className={classes.block}>
        <p className={classes.label}>
          <Trans>Im Segment</Trans>
        </p>
        <Count live={live} complete={complete} refused={refused} />
        {id && <Growth id={id} />}
      </section>
      {reach}
      <Samples live={live} person={person} onPerson={onPerson} />
      {usedBy.length > 0 && <UsedBy places={usedBy} />}
    </div>
  )
}

function Count({ live, complete, refused }: { live: LiveCount; complete: boolean; refused: boolean }) {
  const format = useFormat()
  const { preview, stale, settled } = live
  if (live.preparing) return <Preparing done={live.preparing.done} />
  if (live.error && !refused) return <ErrorState error={live.error} small />
  return (
    <div aria-live="polite" aria-busy={stale}>
      <div className={classes.countLine}>
        {preview ? (
          <span
            className={classes.count}
            data-estimate={preview.exact ? undefined : ''}
            data-stale={stale || undefined}
          >
            {preview.exact ? format.number(preview.count) : `≈ ${format.number(rounded(preview.count))}`}
          </span>
        ) : (
          <Skeleton width={120} height={34} />
        )}
        {complete && !refused && <State counting={stale || !settled} />}
      </div>
      <p className={classes.note}>
        {!complete || refused ? (
          <Trans>Gezählt wird, sobald alle Bedingungen ausgefüllt sind.</Trans>
        ) : (
          preview && <Note preview={preview} />
        )}
      </p>
    </div>
  )
}

function State({ counting }: { counting: boolean }) {
  return counting ? (
    <Badge tone="mute">
      <Trans>wird gezählt</Trans>
    </Badge>
  ) : (
    <Badge tone="teal">
      <Icon of={IconCheck} size={13} />
      <Trans context="a count that is no estimate">genau</Trans>
    </Badge>
  )
}

function Note({ preview }: { preview: SegmentPreview }) {
  const format = useFormat()
  if (!preview.exact) {
    const low = format.number(rounded(preview.low))
    const high = format.number(rounded(preview.high))
    return (
      <Trans>
        Aus einer Stichprobe: {low} bis {high}
      </Trans>
    )
  }
  const all = format.number(preview.of)
  if (preview.of === 0) return <Trans>Noch gibt es niemanden.</Trans>
  const share = format.percent(preview.count / preview.of)
  return (
    <Trans>
      Menschen, {share} von {all}.
    </Trans>
  )
}

/** The first question ever waits until everybody's past is read. */
function Preparing({ done }: { done: number }) {
  const format = useFormat()
  const share = format.percent(done)
  return (
    <div role="status">
      <div className={classes.countLine}>
        <b>
          <Trans>Kundig liest gerade alle Geschichten</Trans>
        </b>
      </div>
      <p className={classes.note}>
        <Trans>Das geschieht nur einmal. Bis jetzt {share}, danach steht hier die Zahl.</Trans>
      </p>
      <div className={classes.bar}>
        <span style={{ width: `${Math.round(done * 100)}%` }} />
      </div>
    </div>
  )
}

function Growth({ id }: { id: string }) {
  const growth = useQuery(growthQuery(id, 30))
  if (!growth.data) return <div style={{ height: 74 }} />
  return growth.data.days.length > 1 ? <Spark days={growth.data.days} /> : null
}

function Samples({
  live,
  person,
  onPerson,
}: {
  live: LiveCount
  person: SegmentPerson | null
  onPerson: (person: SegmentPerson) => void
}) {
  const { t } = useLingui()
  const [turn, setTurn] = useState(0)
  const people = live.preview?.people ?? []
  const pages = Math.max(1, Math.ceil(people.length / shown))
  const page = turn % pages
  const some = people.slice(page * shown, (page + 1) * shown)
  const search = (words: ReactNode) => <PersonSearch onPick={onPerson}>{words}</PersonSearch>
  return (
    <section className={classes.block}>
      <div className={classes.head}>
        <h2>
          <Trans>Zum Beispiel</Trans>
        </h2>
        {pages > 1 && (
          <Button variant="quiet" size="small" icon={IconRefresh} onClick={() => setTurn(page + 1)}>
            <Trans>Andere</Trans>
          </Button>
        )}
      </div>
      {live.preview && people.length === 0 && !live.stale && (
        <p className={classes.note}>
          <Trans>Gerade passt niemand.</Trans>
        </p>
      )}
      {!live.preview && !live.preparing && !live.error && <Skeleton height={120} radius={8} />}
      <ul className={classes.people} aria-label={t`Menschen aus diesem Segment`}>
        {some.map((one) => (
          <li key={one.id}>
            <Sample person={one} checked={one.id === person?.id} onPerson={onPerson} />
          </li>
        ))}
      </ul>
      <div className={classes.hint}>
        <Trans>
          Zieh jemanden in die Bedingungen, oder {search(<Trans>such eine Person</Trans>)}, um zu sehen, was
          auf sie zutrifft.
        </Trans>
      </div>
    </section>
  )
}

function Sample({
  person,
  checked,
  onPerson,
}: {
  person: SegmentPerson
  checked: boolean
  onPerson: (person: SegmentPerson) => void
}) {
  const name = usePersonName()(person)
  return (
    <button
      type="button"
      className={classes.person}
      aria-pressed={checked}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(draggedPerson, JSON.stringify(person))
        event.dataTransfer.effectAllowed = 'copy'
      }}
      onClick={() => onPerson(person)}
    >
      <Avatar name={person.name ?? person.email} size={28} />
      <span className={classes.personWords}>
        <bdi className={classes.personName}>{name}</bdi>
        {person.name && person.email && <span className={classes.personDetail}>{person.email}</span>}
      </span>
      <Icon of={IconGripVertical} size={15} />
    </button>
  )
}

function UsedBy({ places }: { places: SegmentPlace[] }) {
  return (
    <section className={classes.block}>
      <div className={classes.head}>
        <h2>
          <Trans>Wo es gebraucht wird</Trans>
        </h2>
      </div>
      <ul className={classes.places}>
        {places.map((one) => (
          <li key={one.kind + one.id}>
            {one.kind === 'segment' ? (
              <Link {...place(`/segments/${one.id}`)}>
                <Trans>Segment „{one.name}“</Trans>
              </Link>
            ) : (
              one.name
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
