import { Trans, useLingui } from '@lingui/react/macro'
import { IconSend } from '@tabler/icons-react'
import { useSession } from '../../api/session'
import { useSendTestMail } from '../../api/test-mail'
import { Button, ButtonLink } from '../../ui/button'
import { ErrorState } from '../../ui/error-state'
import { useHasRoute } from '../../ui/has-route'
import { Mark } from '../../ui/mark'
import { place } from '../../ui/place'
import classes from './setup-flow.module.css'
import { SetupFrame, type SetupFrameState } from './setup-frame'

interface Props {
  frame: SetupFrameState
  onBack: () => void
  onNext: () => void
}

export function TestMailStep({ frame, onBack, onNext }: Props) {
  const { t } = useLingui()
  const { user, mail } = useSession()
  const send = useSendTestMail()
  const has = useHasRoute()
  const done = send.isSuccess || frame.done.includes('testMail')
  return (
    <SetupFrame
      {...frame}
      title={t`Eine Mail an dich`}
      sentence={t`So sieht aus, was deine Kunden bekommen. Diese hier geht nur an dich.`}
      footer={
        <>
          <Button size="large" onClick={onBack}>
            <Trans>Zurück</Trans>
          </Button>
          <Button variant={done ? 'primary' : 'default'} size="large" onClick={onNext}>
            {done ? <Trans>Zum Start</Trans> : <Trans>Überspringen</Trans>}
          </Button>
        </>
      }
    >
      <ul className={classes.list}>
        <li className={classes.item}>
          <div className={classes.words}>
            <p className="b">{user.email}</p>
            <p className="small t2">
              {mail.mode === 'mailbox' ? (
                <Trans>Bleibt im eingebauten Postfach: Ohne Mailserver verlässt nichts diese Maschine.</Trans>
              ) : (
                <Trans>Geht über {mail.server}.</Trans>
              )}
            </p>
          </div>
          <Button
            variant={done ? 'default' : 'primary'}
            icon={IconSend}
            loading={send.isPending}
            onClick={() => send.mutate(undefined)}
          >
            {done ? <Trans>Noch einmal senden</Trans> : <Trans>Testmail senden</Trans>}
          </Button>
        </li>
        {send.isSuccess && (
          <li className={classes.item}>
            <Mark kind="holds" />
            <p className={classes.words}>
              {mail.mode === 'mailbox' ? (
                <Trans>Sie liegt im eingebauten Postfach.</Trans>
              ) : (
                <Trans>Sie ist unterwegs. Sieh auch im Spam nach.</Trans>
              )}
            </p>
            {has('/data/outbox') && (
              <ButtonLink
                size="small"
                {...place('/data/outbox', mail.mode === 'mailbox' ? { view: 'mailbox' } : {})}
              >
                <Trans>Ansehen</Trans>
              </ButtonLink>
            )}
          </li>
        )}
      </ul>
      {send.error && <ErrorState error={send.error} small />}
    </SetupFrame>
  )
}
