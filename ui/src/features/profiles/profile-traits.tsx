import { Trans } from '@lingui/react/macro'
import { useState } from 'react'
import { useTraitWords } from '../../words/trait-words'
import classes from './profile-page.module.css'

const shownAtFirst = 6
/** Stand elsewhere on the page, or are the shop's inner life. */
const elsewhere = new Set([
  'email',
  'phone',
  'name',
  'firstName',
  'lastName',
  'first_name',
  'last_name',
  'city',
  'country',
  'address',
])

/** What the shop told about the person; its own name for it is a hint away. */
export function Traits({ traits }: { traits: Record<string, unknown> }) {
  const words = useTraitWords()
  const [all, setAll] = useState(false)
  const entries = Object.entries(traits).filter(
    ([key, value]) => !elsewhere.has(key) && !key.startsWith('$') && value !== null && value !== '',
  )
  if (entries.length === 0) return null
  const shown = all ? entries : entries.slice(0, shownAtFirst)
  const hidden = entries.length - shown.length
  return (
    <section className={classes.block}>
      <div className={classes.blockHead}>
        <h2 style={{ fontSize: 13 }}>
          <Trans>Merkmale</Trans>
        </h2>
      </div>
      <dl className={`${classes.value} ${classes.traits}`}>
        {shown.map(([key, value]) => (
          <div key={key}>
            <dt title={key}>
              <bdi>{words.name(key)}</bdi>
            </dt>
            <dd>
              <bdi>{words.value(value, key)}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {hidden > 0 && (
        <button type="button" className={classes.link} style={{ marginTop: 10 }} onClick={() => setAll(true)}>
          <Trans>{hidden} weitere zeigen</Trans>
        </button>
      )}
    </section>
  )
}
