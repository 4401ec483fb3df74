import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Message } from '../../api/types'
import { Button } from '../../ui/button'
import { ErrorState } from '../../ui/error-state'
import { useFormat } from '../../ui/format-context'
import { useHasRoute } from '../../ui/has-route'
import { Mark } from '../../ui/mark'
import { useTitle } from '../../ui/page'
import { place } from '../../ui/place'
import { RecordBar } from '../../ui/record-bar'
import { Skeleton, SkeletonText } from '../../ui/skeleton'
import { toast } from '../../ui/toast'
import { When } from '../../ui/when'
import { Decision } from '../../words/decision'
import { messageQuery } from '../../words/message-query'
import { useMessageWords } from '../../words/message-words'
import { SentContent } from '../../words/sent-mail'
import classes from './outbox-page.module.css'
import { useResolution } from './outbox-query'

const route = getRouteApi('/frame/shell/data/outbox/$id')

/** One message: why, what happened to it, what it looked like. */
export function MessagePage() {
  const { t } = useLingui()
  const words = useMessageWords()
  const { id } = route.useParams()
  const query = useQuery({ ...messageQuery(id), refetchInterval: 15_000 })
  const message = query.data
  useTitle(message ? words.subject(message) : '')
  return (
    <>
      <RecordBar back={{ ...place('/data/outbox'), label: t`Postausgang` }} />
      {query.error && !message ? (
        <div className={classes.problem}>
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        </div>
      ) : (
        <div className={classes.columns}>
          {message ? (
            <Loaded message={message} />
          ) : (
            <>
              <div className={classes.head}>
                <Skeleton width={360} height={26} />
              </div>
              <SkeletonText lines={8} />
              <Skeleton height={420} radius={10} />
            </>
          )}
        </div>
      )}
    </>
  )
}

function Loaded({ message }: { message: Message }) {
  const words = useMessageWords()
  const has = useHasRoute()
  const left =
    message.sentAt !== null ||
    message.state === 'in_doubt' ||
    message.state === 'bounced' ||
    message.state === 'failed'
  return (
    <>
      <header className={classes.head}>
        <h1>
          <bdi>{words.subject(message)}</bdi>
        </h1>
        <p className={classes.line}>
          <span>
            <Mark kind={words.mark(message.state)} size={15} />
            {words.state(message.state)}
          </span>
          <span>
            {has('/customers/$id') ? (
              <Link {...place(`/customers/${message.profileId}`)}>
                <bdi>{message.who ?? message.to ?? <Trans>Noch ohne Namen</Trans>}</bdi>
              </Link>
            ) : (
              <bdi>{message.who}</bdi>
            )}
          </span>
          <span>
            {message.source.kind === 'flow' && message.source.id && has('/flows/$id') ? (
              <Link {...place(`/flows/${message.source.id}`)}>{words.source(message)}</Link>
            ) : (
              words.source(message)
            )}
          </span>
          <When at={message.sentAt ?? message.plannedAt} />
        </p>
      </header>
      {message.state === 'in_doubt' && <Doubt message={message} />}
      <div>
        <section className={classes.part}>
          <h2>
            <Trans>Warum?</Trans>
          </h2>
          <Decision message={message} />
        </section>
        <History message={message} />
      </div>
      <section className={classes.part}>
        <h2>
          <Trans>So wie gesendet</Trans>
        </h2>
        {left ? (
          <SentContent id={message.id} />
        ) : (
          <p className={classes.none}>
            {message.state === 'skipped' ? (
              <Trans>Diese Mail wurde nie geschrieben: Die Entscheidung fiel vorher.</Trans>
            ) : (
              <Trans>Sie wird erst beim Senden fertig gemacht, mit dem, was dann gilt.</Trans>
            )}
          </p>
        )}
      </section>
    </>
  )
}

/** Nobody but a person can tell: the two ways out, each with what it risks. */
function Doubt({ message }: { message: Message }) {
  const { t } = useLingui()
  const resolution = useResolution(message.id)
  return (
    <section className={classes.doubt}>
      <h2>
        <Trans>Kam sie an? Das weiß nur der Mailserver.</Trans>
      </h2>
      <p>
        <Trans>
          Die Verbindung brach ab, als die Mail schon fast übergeben war. Kundig schickt sie nicht von sich
          aus noch einmal. Steht sie im Protokoll deines Mailservers, ist sie angekommen. Sonst kannst du sie
          neu senden, im schlimmsten Fall kommt sie doppelt.
        </Trans>
      </p>
      {resolution.error && <ErrorState error={resolution.error} small />}
      <div className={classes.buttons}>
        <Button
          variant="primary"
          loading={resolution.isPending && resolution.variables === 'handed_over'}
          onClick={() =>
            resolution.mutate('handed_over', { onSuccess: () => toast(t`Als angekommen vermerkt.`) })
          }
        >
          <Trans>Sie ist angekommen</Trans>
        </Button>
        <Button
          loading={resolution.isPending && resolution.variables === 'resend'}
          onClick={() =>
            resolution.mutate('resend', { onSuccess: () => toast(t`Geht gleich noch einmal raus.`) })
          }
        >
          <Trans>Noch einmal senden</Trans>
        </Button>
      </div>
    </section>
  )
}

function History({ message }: { message: Message }) {
  const words = useMessageWords()
  const format = useFormat()
  const later = [
    ...(message.openedAt ? [{ at: message.openedAt, kind: 'opened' as const }] : []),
    ...(message.clickedAt ? [{ at: message.clickedAt, kind: 'clicked' as const }] : []),
  ]
  return (
    <section className={classes.part}>
      <h2>
        <Trans>Verlauf</Trans>
      </h2>
      <ol className={classes.history}>
        {message.history.map((entry) => (
          <li key={entry.at + entry.state} className={classes.entry}>
            <Mark kind={words.mark(entry.state)} />
            <div>
              <p>
                {words.state(entry.state)}
                {entry.reason && `: ${words.reason(entry.reason)}`}
              </p>
              {entry.detail && <p className={classes.detail}>{entry.detail}</p>}
            </div>
            <When at={entry.at} className={classes.at} />
          </li>
        ))}
        {later.map((entry) => (
          <li key={entry.kind} className={classes.entry}>
            <Mark kind="holds" />
            <p>
              {entry.kind === 'opened' ? (
                <Trans>geöffnet, {format.number(message.opens)} ×</Trans>
              ) : (
                <Trans>geklickt, {format.number(message.clicks)} ×</Trans>
              )}
            </p>
            <When at={entry.at} className={classes.at} />
          </li>
        ))}
        {message.order && (
          <li className={classes.entry}>
            <Mark kind="holds" />
            <p>
              <Trans>
                Bestellung {message.order.externalId} für {format.money(message.order.total)}
              </Trans>
            </p>
            <When at={message.order.at} className={classes.at} />
          </li>
        )}
      </ol>
    </section>
  )
}
