import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useMediaQuery } from '@mantine/hooks'
import { IconDeviceMobile, IconMail } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Profile } from '../../api/types'
import { Avatar } from '../../ui/avatar'
import { CopyButton } from '../../ui/copy-button'
import { useFormat } from '../../ui/format-context'
import { Icon } from '../../ui/icon'
import { useRfmWords } from '../../words/rfm-words'
import { ProfileConsents } from './profile-consents'
import { ProfileLists } from './profile-lists'
import classes from './profile-page.module.css'
import { ranksQuery } from './profile-query'
import { ProfileSegments } from './profile-segments'
import { Traits } from './profile-traits'

/** Left column: who it is, how to reach them, what they allow, what they are worth. */
export function ProfileSide({ profile }: { profile: Profile }) {
  const { t } = useLingui()
  const format = useFormat()
  const phone = useMediaQuery('(max-width: 860px)', undefined, { getInitialValueInEffect: false })
  const name = profile.name ?? profile.email ?? profile.phone ?? t`Noch ohne Namen`
  const { city, country } = profile.traits
  const where = [city, typeof country === 'string' ? format.country(country) : null].filter(
    (part) => typeof part === 'string',
  )
  return (
    <>
      <div className={classes.head}>
        <Avatar name={profile.name ?? profile.email} size={48} />
        <div>
          <h1 title={name}>
            <bdi>{name}</bdi>
          </h1>
          {where.length > 0 && (
            <p className={classes.where}>
              <bdi>{where.join(', ')}</bdi>
            </p>
          )}
        </div>
      </div>
      <Story profile={profile} />
      {profile.value.orders > 0 && <PhoneValue profile={profile} />}
      {!phone && <Reach profile={profile} />}
      {profile.known && <ProfileConsents profile={profile} short={!!phone} />}
      {phone ? (
        <details className={classes.phoneFold}>
          <summary>
            <Trans>Erreichbar unter, Wert und Merkmale</Trans>
          </summary>
          <Reach profile={profile} />
          {profile.value.orders > 0 && <Value profile={profile} />}
          <Traits traits={profile.traits} />
        </details>
      ) : (
        <>
          {profile.value.orders > 0 && <Value profile={profile} />}
          <Traits traits={profile.traits} />
        </>
      )}
      <ProfileSegments id={profile.id} />
      <ProfileLists id={profile.id} />
    </>
  )
}

function Story({ profile }: { profile: Profile }) {
  const format = useFormat()
  const { value } = profile
  const first = profile.firstSeenAt ?? profile.createdAt
  if (value.orders === 0 || !value.firstOrderAt) {
    const since = format.dateLong(first)
    return (
      <p className={classes.story}>
        {profile.known ? (
          <Trans>Kam am {since} zum ersten Mal und hat noch nichts bestellt.</Trans>
        ) : (
          <Trans>
            Kam am {since} zum ersten Mal. Wer es ist, weiß Kundig noch nicht: Sobald eine E-Mail fällt,
            gehört diese Geschichte dazu.
          </Trans>
        )}
      </p>
    )
  }
  const since = format.month(value.firstOrderAt.slice(0, 10))
  const last = value.lastOrderAt ? format.dateLong(value.lastOrderAt) : null
  const days = value.daysBetweenOrders === null ? null : Math.round(value.daysBetweenOrders)
  if (value.orders === 1) {
    const once = format.dateLong(value.firstOrderAt)
    return (
      <p className={classes.story}>
        <Trans>Hat am {once} zum ersten Mal bestellt, seitdem nicht wieder.</Trans>
      </p>
    )
  }
  return (
    <p className={classes.story}>
      {days === null || days < 1 ? (
        <Trans>
          Kauft seit {since}, zuletzt am <b>{last}</b>.
        </Trans>
      ) : (
        <Trans>
          Kauft seit {since} {rhythm(days)}, zuletzt am <b>{last}</b>.
        </Trans>
      )}
    </p>
  )
}

/** "etwa alle fünf Wochen": nobody counts 34 days. */
function rhythm(days: number): string {
  if (days < 14) return plural(days, { one: 'etwa jeden Tag', other: 'etwa alle # Tage' })
  if (days < 70) {
    const weeks = Math.round(days / 7)
    return plural(weeks, { one: 'etwa jede Woche', other: 'etwa alle # Wochen' })
  }
  const months = Math.round(days / 30.4)
  return plural(months, { one: 'etwa jeden Monat', other: 'etwa alle # Monate' })
}

function PhoneValue({ profile }: { profile: Profile }) {
  const format = useFormat()
  const { value } = profile
  return (
    <dl className={classes.phoneValue}>
      <div>
        <dd>{format.number(value.orders)}</dd>
        <dt>
          <Trans>Bestellungen</Trans>
        </dt>
      </div>
      <div>
        <dd>{format.money(value.revenue)}</dd>
        <dt>
          <Trans>Umsatz</Trans>
        </dt>
      </div>
      {value.averageOrder && (
        <div>
          <dd>{format.money(value.averageOrder)}</dd>
          <dt>
            <Trans>Ø Bestellwert</Trans>
          </dt>
        </div>
      )}
    </dl>
  )
}

function Reach({ profile }: { profile: Profile }) {
  const { t } = useLingui()
  const emails = all(profile, 'email', profile.email)
  const phones = all(profile, 'phone', profile.phone)
  const numbers = profile.identifiers.filter((one) => one.kind === 'userId' || one.kind === 'externalId')
  const devices = profile.identifiers.filter((one) => one.kind === 'anonymousId').length
  const notes = [
    ...numbers.slice(0, 2).map((one) => t`Kundennummer ${one.value}`),
    ...(devices ? [plural(devices, { one: 'ein Browser', other: '# Browser' })] : []),
  ]
  if (emails.length + phones.length + notes.length === 0) return null
  return (
    <section className={classes.block}>
      <div className={classes.blockHead}>
        <h2 style={{ fontSize: 13 }}>
          {emails.length + phones.length > 0 ? <Trans>Erreichbar unter</Trans> : <Trans>Bekannt als</Trans>}
        </h2>
      </div>
      {emails.map((email) => (
        <Line key={email} icon={IconMail} value={email} label={t`E-Mail kopieren`} />
      ))}
      {phones.map((number) => (
        <Line key={number} icon={IconDeviceMobile} value={number} label={t`Telefonnummer kopieren`} />
      ))}
      {notes.length > 0 && <p className={classes.note}>{notes.join(' · ')}</p>}
    </section>
  )
}

/** The main one first, three at most: a person with forty addresses stays readable. */
function all(profile: Profile, kind: 'email' | 'phone', first: string | null): string[] {
  const others = profile.identifiers.filter((one) => one.kind === kind).map((one) => one.value)
  return [...new Set([...(first ? [first] : []), ...others])].slice(0, 3)
}

function Line({ icon, value, label }: { icon: typeof IconMail; value: string; label: string }) {
  return (
    <div className={classes.reach}>
      <Icon of={icon} size={16} />
      <span className="cut" title={value}>
        {value}
      </span>
      <CopyButton value={value} label={label} />
    </div>
  )
}

function Value({ profile }: { profile: Profile }) {
  const { t } = useLingui()
  const format = useFormat()
  const { value } = profile
  const refunded = Number(value.refunded.amount)
  return (
    <section className={classes.block}>
      <div className={classes.blockHead}>
        <h2 style={{ fontSize: 13 }}>
          <Trans>Wert</Trans>
        </h2>
      </div>
      <dl className={classes.value}>
        <ValueLine label={t`Bestellungen`}>{format.number(value.orders)}</ValueLine>
        <ValueLine label={t`Umsatz nach Erstattungen`}>{format.money(value.revenue)}</ValueLine>
        {refunded > 0 && <ValueLine label={t`Davon erstattet`}>{format.money(value.refunded)}</ValueLine>}
        {value.averageOrder && (
          <ValueLine label={t`Ø Bestellwert`}>{format.money(value.averageOrder)}</ValueLine>
        )}
        {value.clv && <ValueLine label={t`Kundenwert`}>{format.money(value.clv)}</ValueLine>}
        {value.lastOrderAt && (
          <ValueLine label={t`Letzte Bestellung`}>{format.date(value.lastOrderAt)}</ValueLine>
        )}
        <RankLines id={profile.id} />
      </dl>
    </section>
  )
}

/** Where somebody stands among all buyers; nothing while these are too few. */
function RankLines({ id }: { id: string }) {
  const { t } = useLingui()
  const words = useRfmWords()
  const { data } = useQuery(ranksQuery(id))
  if (!data?.enough) return null
  const { group, score, decile } = data
  return (
    <>
      {group !== null && score !== null && (
        <ValueLine label={t`RFM-Gruppe`}>
          <span title={t`Aktualität, Häufigkeit und Ausgaben, je 1 bis 3`}>
            {words.groupAndScore(group, score)}
          </span>
        </ValueLine>
      )}
      {decile !== null && <ValueLine label={t`Nach Umsatz`}>{t`${decile}. Zehntel`}</ValueLine>}
    </>
  )
}

function ValueLine({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}
