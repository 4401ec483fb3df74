import { Trans, useLingui } from '@lingui/react/macro'
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { get, type Page as ListPage } from '../../api/client'
import type { AuditEntry } from '../../api/types'
import { Avatar } from '../../ui/avatar'
import { Button } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'
import { ErrorState } from '../../ui/error-state'
import { Page } from '../../ui/page'
import { place } from '../../ui/place'
import { SkeletonRows } from '../../ui/skeleton'
import { When } from '../../ui/when'
import { useSubjectName } from './audit-names'
import { useAuditWords } from './audit-words'
import classes from './settings.module.css'

const auditQuery = infiniteQueryOptions({
  queryKey: ['audit'],
  queryFn: ({ pageParam, signal }) =>
    get<ListPage<AuditEntry>>('/audit', { cursor: pageParam, limit: 50 }, signal),
  initialPageParam: '',
  getNextPageParam: (page) => page.next ?? undefined,
})

/** Who changed what, newest first. */
export function AuditPage() {
  const { t } = useLingui()
  const audit = useInfiniteQuery(auditQuery)
  const entries = audit.data?.pages.flatMap((page) => page.items) ?? []
  const name = useSubjectName(entries)
  return (
    <Page
      title={t`Protokoll`}
      sentence={t`Wer wann was geändert hat. Hier kann niemand etwas löschen.`}
      width="list"
    >
      {audit.isPending && <SkeletonRows rows={6} height={64} />}
      {audit.error && !audit.data && <ErrorState error={audit.error} onRetry={() => audit.refetch()} />}
      {audit.data && entries.length === 0 && (
        <EmptyState title={t`Noch keine Änderung`}>
          <Trans>
            Sobald jemand eine Einstellung ändert, einen Flow ein- oder ausschaltet oder einen Schlüssel
            anlegt, steht es hier.
          </Trans>
        </EmptyState>
      )}
      {entries.length > 0 && (
        <ol className={classes.rows}>
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} name={name(entry)} />
          ))}
        </ol>
      )}
      {audit.hasNextPage && (
        <div style={{ paddingTop: 16 }}>
          <Button loading={audit.isFetchingNextPage} onClick={() => audit.fetchNextPage()}>
            <Trans>Ältere zeigen</Trans>
          </Button>
        </div>
      )}
    </Page>
  )
}

function Entry({ entry, name }: { entry: AuditEntry; name: string }) {
  const { t } = useLingui()
  const words = useAuditWords()
  const changes = words.changes(entry)
  const person = entry.subject.startsWith('profile:') ? entry.subject.slice('profile:'.length) : null
  const who = entry.actor?.name ?? t`Kundig selbst`
  return (
    <li className={classes.row}>
      <div style={{ display: 'flex', gap: 10, minWidth: 0 }}>
        <Avatar name={entry.actor?.name ?? 'Kundig'} size={24} />
        <div style={{ minWidth: 0 }}>
          <p>
            <b>{who}</b> {words.sentence(entry, name)}
            {person && (
              <>
                {' · '}
                <Link className="inText" {...place(`/customers/${person}`)}>
                  <Trans>Kunde ansehen</Trans>
                </Link>
              </>
            )}
          </p>
          {changes.length > 0 && (
            <ul className={classes.changes}>
              {changes.map(({ field, before, after }) => (
                <li key={field}>
                  {field}: {before && <s>{before}</s>} {after}
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
      <When at={entry.at} className={classes.rowTime} />
    </li>
  )
}
