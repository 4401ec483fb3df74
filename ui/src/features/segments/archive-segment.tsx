import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { SegmentPlace, SegmentRow } from '../../api/types'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { ErrorState } from '../../ui/error-state'
import { place } from '../../ui/place'
import { toast } from '../../ui/toast'
import { useArchiveSegment, useRestoreSegment } from './segment-query'

interface Props {
  segment: SegmentRow
  usedBy: SegmentPlace[]
  onClose: () => void
  onArchived: () => void
}

/** Puts a segment away, or says what still needs it. */
export function ArchiveSegment({ segment, usedBy, onClose, onArchived }: Props) {
  const { t } = useLingui()
  const archive = useArchiveSegment()
  const restore = useRestoreSegment()
  const name = segment.name
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
          <Trans>Diese Stellen schauen darauf. Nimm es dort heraus, dann kannst du es archivieren.</Trans>
        </p>
        <ul style={{ marginTop: 10 }}>
          {usedBy.map((one) => (
            <li key={one.kind + one.id}>
              <Link {...place(one.kind === 'segment' ? `/segments/${one.id}` : `/${one.kind}s/${one.id}`)}>
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
              archive.mutate(segment.id, {
                onSuccess: () => {
                  onClose()
                  onArchived()
                  toast(t`„${name}“ ist archiviert.`, { undo: () => restore.mutate(segment.id) })
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
        <Trans>
          Niemand kommt mehr dazu, und es verschwindet aus der Liste. Im Archiv bleibt es erhalten.
        </Trans>
      </p>
      {archive.error && <ErrorState error={archive.error} small />}
    </Dialog>
  )
}
