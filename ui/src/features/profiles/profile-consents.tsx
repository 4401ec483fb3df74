import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import type { ConsentItem, Consents, Profile } from '../../api/types'
import { useFormat } from '../../ui/format-context'
import { Loaded } from '../../ui/loaded'
import { Mark, type MarkKind } from '../../ui/mark'
import { SkeletonText } from '../../ui/skeleton'
import { useConsentWords } from '../../words/consent-words'
import classes from './profile-page.module.css'
import { consentsQuery } from './profile-query'

const ConsentLedger = lazy(() =>
  import('./consent-ledger').then((module) => ({ default: module.ConsentLedger })),
)

/** What the person allows, each with how and when; the proof in a drawer. */
export function ProfileConsents({ profile, short }: { profile: Profile; short: boolean }) {
  const [ledger, setLedger] = useState(false)
  const consents = useQuery(consentsQuery(profile.id))
  return (
    <section className={classes.block}>
      <div className={classes.blockHead}>
        <h2 style={{ fontSize: 13 }}>
          <Trans>Einwilligungen</Trans>
        </h2>
        {!!consents.data && (
          <button type="button" className={classes.link} onClick={() => setLedger(true)}>
            <Trans>Nachweise</Trans>
          </button>
        )}
      </div>
      <Loaded query={consents} skeleton={<SkeletonText lines={4} />} small>
        {(data) => <List data={data} short={short} />}
      </Loaded>
      <Suspense fallback={null}>
        {ledger && consents.data && (
          <ConsentLedger profile={profile} consents={consents.data} onClose={() => setLedger(false)} />
        )}
      </Suspense>
    </section>
  )
}

function List({ data, short }: { data: Consents; short: boolean }) {
  const { t } = useLingui()
  const format = useFormat()
  const words = useConsentWords()
  const shown = data.items.filter((item) => item.state !== 'none' || isCore(item))
  return (
    <ul className={classes.consents}>
      {data.suppression && (
        <li className={classes.consent}>
          <Mark kind="broken" />
          <div>
            <p className={classes.consentName}>
              <Trans>Adresse gesperrt</Trans>
            </p>
            <p className={classes.consentHow}>
              {words.suppression(data.suppression.reason)}, {format.date(data.suppression.at)}
            </p>
          </div>
        </li>
      )}
      {shown.length === 0 && !data.suppression && (
        <li className={classes.consent}>
          <Mark kind="open" />
          <p className={classes.consentHow}>
            <Trans>Noch nie gefragt. Ohne Einwilligung bekommt dieser Mensch keine Werbung.</Trans>
          </p>
        </li>
      )}
      {shown.map((item) => (
        <li key={item.channel + item.purpose} className={classes.consent}>
          <Mark kind={markOf(item)} />
          <div>
            <p className={classes.consentName}>{words.name(item.channel, item.purpose)}</p>
            {!(short && item.state === 'none') && <p className={classes.consentHow}>{how(item)}</p>}
          </div>
        </li>
      ))}
    </ul>
  )

  function how(item: ConsentItem): string {
    const at = item.at ? format.exactDay(item.at) : ''
    const from = words.source(item.source)
    const source = [words.method(item.method), from].filter(Boolean).join(', ')
    switch (item.state) {
      case 'subscribed':
        if (item.purpose === 'existing_customer') return t`ohne Einwilligung erlaubt, kein Widerspruch`
        return item.method === 'double_opt_in'
          ? t`bestätigt am ${at}${from ? `, ${from}` : ''}`
          : t`erlaubt am ${at}${source ? `, ${source}` : ''}`
      case 'unsubscribed':
        return t`widerrufen am ${at}${source ? `, ${source}` : ''}`
      case 'pending':
        return t`angemeldet am ${at}, noch nicht bestätigt`
      case 'none':
        return t`nie gefragt`
      default:
        return ''
    }
  }
}

const isCore = (item: ConsentItem) => item.channel === 'email' && item.purpose !== 'existing_customer'

function markOf(item: ConsentItem): MarkKind {
  if (item.state === 'subscribed') return item.purpose === 'existing_customer' ? 'lawful' : 'holds'
  return item.state === 'unsubscribed' ? 'off' : 'open'
}
