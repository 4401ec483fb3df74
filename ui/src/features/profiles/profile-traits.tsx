import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useFormat } from '../../ui/format-context'
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

/** What the shop told about the person, by the shop's own names. */
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
            <dt>
              <bdi>{words.name(key)}</bdi>
            </dt>
            <dd>
              <bdi>{words.value(value)}</bdi>
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

function useTraitWords() {
  const { t } = useLingui()
  const format = useFormat()
  const value = (given: unknown): string => {
    if (given === true) return t`ja`
    if (given === false) return t`nein`
    if (typeof given === 'number') return format.number(given)
    if (Array.isArray(given)) return given.map(value).join(', ')
    if (given && typeof given === 'object') {
      return Object.values(given)
        .filter((part) => part !== null && part !== '')
        .map(value)
        .join(', ')
    }
    const text = String(given)
    return /^\d{4}-\d{2}-\d{2}(T|$)/.test(text) ? format.date(text) : text
  }
  return {
    value,
    name: (key: string) => {
      switch (key) {
        case 'birthday':
          return t`Geburtstag`
        case 'language':
        case 'locale':
          return t`Sprache`
        case 'timezone':
        case 'timeZone':
          return t`Zeitzone`
        case 'company':
          return t`Firma`
        case 'zip':
          return t`Postleitzahl`
        case 'tags':
          return t`Stichwörter`
        case 'createdAt':
          return t`Kunde seit`
        default:
          return key
      }
    },
  }
}
