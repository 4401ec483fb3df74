import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { every } from '../../api/lists'
import type { MailboxItem } from '../../api/types'
import { ButtonLink } from '../../ui/button'
import { type Column, DataTable, NameCell } from '../../ui/data-table'
import { Dialog } from '../../ui/dialog'
import { EmptyState } from '../../ui/empty-state'
import { KindChips } from '../../ui/filter-sentence'
import { useHasRoute } from '../../ui/has-route'
import { Loaded } from '../../ui/loaded'
import { LoadedList } from '../../ui/loaded-list'
import { place } from '../../ui/place'
import { Skeleton, SkeletonRows } from '../../ui/skeleton'
import { When } from '../../ui/when'
import { MailFrame, MailText } from '../../words/mail-frame'
import classes from '../../words/mail-frame.module.css'
import { mailboxQuery, mailQuery } from './outbox-query'

interface Props {
  open?: string
  onOpen: (id: string | undefined) => void
}

/** Mails that would have left: nothing goes out of the house, everything can be looked at. */
export function Mailbox({ open, onOpen }: Props) {
  const { t } = useLingui()
  const mails = useInfiniteQuery({ ...mailboxQuery, refetchInterval: every(5_000) })
  const columns: Column<MailboxItem>[] = [
    {
      key: 'subject',
      head: t`Betreff`,
      cell: (mail) => <NameCell name={<bdi>{mail.subject}</bdi>} detail={<bdi>{mail.to}</bdi>} />,
    },
    { key: 'from', head: t`Von`, phone: false, cell: (mail) => <span className="t2">{mail.from}</span> },
    { key: 'at', head: t`Wann`, align: 'right', cell: (mail) => <When at={mail.at} className="t2" /> },
  ]
  return (
    <>
      <LoadedList query={mails} skeleton={<SkeletonRows rows={6} height={51} />} empty={<NoMail />}>
        {(rows, more) => (
          <DataTable
            caption={t`Mails im eingebauten Postfach`}
            columns={columns}
            rows={rows}
            rowKey={(mail) => mail.id}
            onRow={(mail) => onOpen(mail.id)}
            more={more}
            footnote={
              <Trans>
                Solange kein Mailserver eingetragen ist, bleiben alle Mails hier. Kein Kunde bekommt etwas.
              </Trans>
            }
          />
        )}
      </LoadedList>
      {open && <OpenMail key={open} id={open} onClose={() => onOpen(undefined)} />}
    </>
  )
}

type View = 'mail' | 'text' | 'source'

function OpenMail({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useLingui()
  const has = useHasRoute()
  const mail = useQuery(mailQuery(id))
  const [view, setView] = useState<View>('mail')
  return (
    <Dialog title={mail.data?.subject ?? t`Mail`} place="right" width={760} onClose={onClose}>
      <Loaded query={mail} skeleton={<Skeleton height={520} radius={10} />} small>
        {(shown) => (
          <>
            <dl className={classes.head}>
              <dt>
                <Trans>Von</Trans>
              </dt>
              <dd>{shown.from}</dd>
              <dt>
                <Trans>An</Trans>
              </dt>
              <dd>
                {shown.profileId && has('/customers/$id') ? (
                  <Link {...place(`/customers/${shown.profileId}`)}>{shown.to}</Link>
                ) : (
                  shown.to
                )}
              </dd>
              <dt>
                <Trans>Wann</Trans>
              </dt>
              <dd>
                <When at={shown.at} />
              </dd>
            </dl>
            <div className={classes.views}>
              <KindChips<View>
                label={t`Ansicht`}
                value={view}
                options={[
                  { value: 'mail', label: t`Mail` },
                  { value: 'text', label: t`Nur Text` },
                  { value: 'source', label: t`Quelltext` },
                ]}
                onChange={setView}
              />
            </div>
            {view === 'mail' && <MailFrame html={shown.html} />}
            {view === 'text' && <MailText label={t`Textteil`}>{shown.text}</MailText>}
            {view === 'source' && <MailText label={t`Quelltext`}>{shown.source}</MailText>}
            <div style={{ marginTop: 14 }}>
              <ButtonLink size="small" {...place(`/data/outbox/${shown.messageId}`)}>
                <Trans>Warum ging sie raus?</Trans>
              </ButtonLink>
            </div>
          </>
        )}
      </Loaded>
    </Dialog>
  )
}

function NoMail() {
  const { t } = useLingui()
  return (
    <EmptyState title={t`Das Postfach ist leer`}>
      <Trans>
        Hier liegen alle Mails, die Kundig verschicken würde: zum Ansehen, ohne dass ein Kunde etwas bekommt.
      </Trans>
    </EmptyState>
  )
}
