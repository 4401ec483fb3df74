import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { SegmentPlace } from '../../api/types'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { ErrorState } from '../../ui/error-state'
import { place } from '../../ui/place'
import { toast } from '../../ui/toast'

interface Props {
  id: string
  name: string
  usedBy: SegmentPlace[]
  /** What to do about those who use it. */
  needed: ReactNode
  /** What becomes of it. */
  children: ReactNode
  archive: {
    mutate: (id: string, options: { onSuccess: () => void }) => void
    isPending: boolean
    error: Error | null
  }
  restore: { mutate: (id: string) => void }
  onClose: () => void
  onArchived: () => void
}

/** Puts something away, or says what still needs it. */
export function ArchiveDialog(props: Props) {
  const { id, name, usedBy, needed, children, archive, restore, onClose, onArchived } = props
  const { t } = useLingui()
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
        <p>{needed}</p>
        <ul style={{ marginTop: 10 }}>
          {usedBy.map((one) => (
            <li key={one.kind + one.id}>
              <Link
                className="inText"
                {...place(one.kind === 'segment' ? `/segments/${one.id}` : `/${one.kind}s/${one.id}`)}
              >
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
              archive.mutate(id, {
                onSuccess: () => {
                  onClose()
                  onArchived()
                  toast(t`„${name}“ ist archiviert.`, { undo: () => restore.mutate(id) })
                },
              })
            }
          >
            <Trans>Archivieren</Trans>
          </Button>
        </>
      }
    >
      <p>{children}</p>
      {archive.error && <ErrorState error={archive.error} small />}
    </Dialog>
  )
}
