import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useArchiveList, useRestoreList } from '../../api/people-lists'
import type { PeopleList, SegmentPlace } from '../../api/types'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { ErrorState } from '../../ui/error-state'
import { place } from '../../ui/place'
import { toast } from '../../ui/toast'

interface Props {
  list: PeopleList
  usedBy: SegmentPlace[]
  onClose: () => void
  onArchived: () => void
}

/** Puts a list away, or says what still needs it. */
export function ArchiveList({ list, usedBy, onClose, onArchived }: Props) {
  const { t } = useLingui()
  const archive = useArchiveList()
  const restore = useRestoreList()
  const name = list.name
  if (usedBy.length > 0) {
    return (
      <Dialog
        title={t`„${name}“ wird noch gebraucht`}
        onClose={onClose}
        footer={
          <Button onClick={onClose}>
            <Trans>Schließen</Trans>
          </Button>
        }
      >
        <p>
          <Trans>
            Diese Segmente fragen nach der Liste. Nimm sie dort heraus, dann kannst du sie archivieren.
          </Trans>
        </p>
        <ul style={{ marginTop: 10 }}>
          {usedBy.map((one) => (
            <li key={one.id}>
              <Link className="inText" {...place(`/segments/${one.id}`)}>
                {one.name}
              </Link>
            </li>
          ))}
        </ul>
      </Dialog>
    )
  }
  return (
    <Dialog
      title={t`„${name}“ archivieren?`}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>
            <Trans>Abbrechen</Trans>
          </Button>
          <Button
            variant="primary"
            loading={archive.isPending}
            onClick={() =>
              archive.mutate(list.id, {
                onSuccess: () => {
                  onClose()
                  onArchived()
                  toast(t`„${name}“ ist archiviert.`, { undo: () => restore.mutate(list.id) })
                },
              })
            }
          >
            <Trans>Archivieren</Trans>
          </Button>
        </>
      }
    >
      <p>
        <Trans>Im Archiv bleibt sie mit allen Menschen erhalten und lässt sich zurückholen.</Trans>
      </p>
      {archive.error && <ErrorState error={archive.error} small />}
    </Dialog>
  )
}
