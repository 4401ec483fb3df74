import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useFormat } from '../../ui/format-context'
import { place } from '../../ui/place'
import classes from './profile-page.module.css'
import { segmentsOfQuery } from './profile-query'

const shown = 8

/** The segments somebody is in right now; since when stands in the tip. */
export function ProfileSegments({ id }: { id: string }) {
  const format = useFormat()
  const [all, setAll] = useState(false)
  const { data } = useQuery(segmentsOfQuery(id))
  const items = data?.items ?? []
  if (items.length === 0) return null
  const some = all ? items : items.slice(0, shown)
  const more = items.length - some.length
  return (
    <section className={classes.block}>
      <div className={classes.blockHead}>
        <h2 style={{ fontSize: 13 }}>
          <Trans>Segmente</Trans> <span className="t3 num">{format.number(items.length)}</span>
        </h2>
      </div>
      <ul className={classes.segments}>
        {some.map((segment) => (
          <li key={segment.id}>
            <SegmentChip {...segment} />
          </li>
        ))}
        {more > 0 && (
          <li>
            <button type="button" className={classes.segment} onClick={() => setAll(true)}>
              <Trans>+{more} weitere</Trans>
            </button>
          </li>
        )}
      </ul>
    </section>
  )
}

function SegmentChip({ id, name, since }: { id: string; name: string; since: string | null }) {
  const format = useFormat()
  return (
    <Link
      {...place(`/segments/${id}`)}
      className={classes.segment}
      title={since ? format.exactDay(since) : undefined}
    >
      <bdi>{name}</bdi>
    </Link>
  )
}
