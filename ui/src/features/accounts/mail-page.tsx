import { Trans, useLingui } from '@lingui/react/macro'
import { IconSend } from '@tabler/icons-react'
import { useSession, useShop } from '../../api/session'
import { useSendTestMail } from '../../api/test-mail'
import { Button, ButtonLink } from '../../ui/button'
import { ErrorState } from '../../ui/error-state'
import { Fact, Facts } from '../../ui/facts'
import { useHasRoute } from '../../ui/has-route'
import { Page, Section } from '../../ui/page'
import { place } from '../../ui/place'
import { Status } from '../../ui/status'
import { toast } from '../../ui/toast'
import { OutageNotice } from '../../words/outage-notice'
import classes from './settings.module.css'

/** How mails leave, or that none does; set by the operator, shown here. */
export function MailPage() {
  const { t } = useLingui()
  const { mail, user } = useSession()
  const shop = useShop()
  const has = useHasRoute()
  const send = useSendTestMail()
  const leaves = mail.mode === 'smtp'
  return (
    <Page title={t`E-Mail`} sentence={t`Wie deine Mails hinausgehen.`} width="form">
      <OutageNotice />
      <Facts>
        <Fact label={t`Versand`}>
          {leaves ? (
            <Status kind="live">{t`Über einen Mailserver`}</Status>
          ) : (
            <Status kind="test">{t`Eingebautes Postfach`}</Status>
          )}
        </Fact>
        {leaves && <Fact label={t`Mailserver`}>{mail.server}</Fact>}
        <Fact label={t`Absender`}>
          {shop?.sender.email ? `${shop.sender.name ?? shop.name} <${shop.sender.email}>` : t`fehlt noch`}
        </Fact>
        {shop?.sender.replyTo && <Fact label={t`Antworten an`}>{shop.sender.replyTo}</Fact>}
      </Facts>
      <p className={classes.text}>
        {leaves ? (
          <Trans>
            Der Mailserver wird beim Start mit KUNDIG_SMTP_URL gesetzt. Das Passwort zeigt Kundig nicht an.
          </Trans>
        ) : (
          <Trans>
            Nichts verlässt diese Maschine: Alle Mails liegen im eingebauten Postfach, so wie sie
            hinausgingen. Mit KUNDIG_SMTP_URL und einem Neustart gehen sie wirklich hinaus.
          </Trans>
        )}
      </p>
      <Section title={t`Testmail`}>
        <p className={classes.lead}>
          <Trans>Geht an {user.email}, sonst an niemanden.</Trans>
        </p>
        <div className={classes.buttons}>
          <Button
            icon={IconSend}
            variant="primary"
            loading={send.isPending}
            onClick={() =>
              send.mutate(undefined, {
                onSuccess: () =>
                  toast(leaves ? t`Testmail ist unterwegs.` : t`Testmail liegt im eingebauten Postfach.`),
              })
            }
          >
            <Trans>Testmail senden</Trans>
          </Button>
          {has('/data/outbox') && (
            <ButtonLink variant="quiet" {...place('/data/outbox', leaves ? {} : { view: 'mailbox' })}>
              {leaves ? <Trans>Postausgang ansehen</Trans> : <Trans>Postfach ansehen</Trans>}
            </ButtonLink>
          )}
        </div>
        {send.error && <ErrorState error={send.error} small />}
      </Section>
    </Page>
  )
}
