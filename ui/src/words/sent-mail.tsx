import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Problem } from '../api/client'
import { Dialog } from '../ui/dialog'
import { KindChips } from '../ui/filter-sentence'
import { Loaded } from '../ui/loaded'
import { Skeleton } from '../ui/skeleton'
import { MailFrame, MailText } from './mail-frame'
import classes from './mail-frame.module.css'
import { messageContentQuery } from './message-query'

type View = 'mail' | 'text' | 'headers'

/** "So wie gesendet": the message word for word, in a panel. */
export function SentMail({ id, subject, onClose }: { id: string; subject: string; onClose: () => void }) {
  return (
    <Dialog title={subject} place="right" width={720} onClose={onClose}>
      <SentContent id={id} />
    </Dialog>
  )
}

/** What the person got: as they saw it, as text, and the lines before it. */
export function SentContent({ id }: { id: string }) {
  const { t } = useLingui()
  const content = useQuery(messageContentQuery(id))
  const [view, setView] = useState<View>('mail')
  if (content.error instanceof Problem && content.error.status === 404) {
    return (
      <p className="t2">
        <Trans>Was darin stand, ist nicht mehr da: Es wird nur eine Zeit lang aufbewahrt.</Trans>
      </p>
    )
  }
  return (
    <Loaded query={content} skeleton={<Skeleton height={520} radius={10} />} small>
      {(mail) => (
        <>
          <dl className={classes.head}>
            <dt>
              <Trans>Von</Trans>
            </dt>
            <dd>{mail.from}</dd>
            <dt>
              <Trans>An</Trans>
            </dt>
            <dd>{mail.to}</dd>
            <dt>
              <Trans>Betreff</Trans>
            </dt>
            <dd className="b">{mail.subject}</dd>
          </dl>
          <div className={classes.views}>
            <KindChips
              label={t`Ansicht`}
              value={view}
              options={[
                { value: 'mail', label: t`Mail` },
                { value: 'text', label: t`Nur Text` },
                { value: 'headers', label: t`Kopfzeilen` },
              ]}
              onChange={setView}
            />
          </div>
          {view === 'mail' && <MailFrame html={mail.html} />}
          {view === 'text' && <MailText label={t`Textteil`}>{mail.text}</MailText>}
          {view === 'headers' && (
            <MailText label={t`Kopfzeilen`}>
              {Object.entries(mail.headers)
                .map(([name, value]) => `${name}: ${value}`)
                .join('\n')}
            </MailText>
          )}
        </>
      )}
    </Loaded>
  )
}
