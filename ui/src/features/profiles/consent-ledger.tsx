import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { ConsentProof, Consents, Profile } from '../../api/types'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { ErrorState } from '../../ui/error-state'
import { useFormat } from '../../ui/format-context'
import { Mark } from '../../ui/mark'
import { toast } from '../../ui/toast'
import { confirmationSentAt, useConsentWords } from '../../words/consent-words'
import classes from './consent-ledger.module.css'
import { useWithdraw } from './profile-query'

interface Props {
  profile: Profile
  consents: Consents
  onClose: () => void
}

/** Every entry of the ledger, newest first: what a court or the authority would ask for. */
export function ConsentLedger({ profile, consents, onClose }: Props) {
  const { t } = useLingui()
  const allowed = consents.items.some(
    (item) => item.channel === 'email' && item.purpose === 'marketing' && item.state === 'subscribed',
  )
  const name = profile.name ?? profile.email ?? ''
  return (
    <Dialog title={t`Nachweise`} place="right" width={520} onClose={onClose}>
      <p className={classes.intro}>
        <Trans>
          Was {name} wann erlaubt oder widerrufen hat, mit Wortlaut und Herkunft. Einträge lassen sich nicht
          ändern, nur ergänzen.
        </Trans>
      </p>
      {allowed && <Withdraw profile={profile} />}
      {consents.ledger.length === 0 ? (
        <p className={classes.intro}>
          <Trans>Noch kein Eintrag. Der erste entsteht mit der ersten Anmeldung.</Trans>
        </p>
      ) : (
        <ol className={classes.entries}>
          {consents.ledger.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
    </Dialog>
  )
}

function Entry({ entry }: { entry: ConsentProof }) {
  const format = useFormat()
  const words = useConsentWords()
  const mark = entry.state === 'subscribed' ? 'holds' : entry.state === 'unsubscribed' ? 'off' : 'open'
  const sentAt = confirmationSentAt(entry.source)
  return (
    <li className={classes.entry}>
      <Mark kind={mark} />
      <div>
        <p>
          <b>{words.name(entry.channel, entry.purpose)}</b>: {words.state(entry.state)}
        </p>
        <p className={classes.at}>{format.exact(entry.at)}</p>
        {entry.wording && <blockquote className={classes.wording}>{entry.wording}</blockquote>}
        <dl className={classes.facts}>
          {entry.method && <Line label={<Trans>Weg</Trans>}>{words.method(entry.method)}</Line>}
          {entry.source && <Line label={<Trans>Herkunft</Trans>}>{words.source(entry.source)}</Line>}
          {sentAt && <Line label={<Trans>Bestätigungsmail</Trans>}>{format.exact(sentAt)}</Line>}
          {entry.ip && <Line label={<Trans>IP-Adresse</Trans>}>{entry.ip}</Line>}
          {entry.userAgent && <Line label={<Trans>Browser</Trans>}>{entry.userAgent}</Line>}
        </dl>
      </div>
    </li>
  )
}

function Line({ label, children }: { label: React.ReactNode; children: string | null }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** Somebody called or wrote: no more advertising. */
function Withdraw({ profile }: { profile: Profile }) {
  const { t } = useLingui()
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const withdraw = useWithdraw(profile.id)
  if (!open) {
    return (
      <div className={classes.withdraw}>
        <Button size="small" onClick={() => setOpen(true)}>
          <Trans>Widerruf eintragen</Trans>
        </Button>
      </div>
    )
  }
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        withdraw.mutate(
          { channel: 'email', purpose: 'marketing', state: 'unsubscribed', reason: reason.trim() },
          {
            onSuccess: () => {
              setOpen(false)
              toast(t`Widerruf eingetragen. Ab jetzt geht keine Werbung mehr raus.`)
            },
          },
        )
      }}
    >
      <label className={classes.label} htmlFor="withdraw-reason">
        <Trans>Wie kam der Widerruf?</Trans>
      </label>
      <input
        id="withdraw-reason"
        className={classes.input}
        data-autofocus
        required
        maxLength={200}
        value={reason}
        placeholder={t`Anruf am Vormittag`}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <p className={classes.at}>
        <Trans>Gilt sofort, für alle Werbung per E-Mail. Dein Name steht im Nachweis.</Trans>
      </p>
      {withdraw.error && <ErrorState error={withdraw.error} small />}
      <div className={classes.buttons}>
        <Button type="submit" variant="primary" size="small" loading={withdraw.isPending}>
          <Trans>Widerruf eintragen</Trans>
        </Button>
        <Button variant="quiet" size="small" onClick={() => setOpen(false)}>
          <Trans>Doch nicht</Trans>
        </Button>
      </div>
    </form>
  )
}
