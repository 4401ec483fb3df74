import { Trans } from '@lingui/react/macro'
import type { SegmentPlace, SegmentRow } from '../../api/types'
import { ArchiveDialog } from './archive-dialog'
import { useArchiveSegment, useRestoreSegment } from './segment-query'

interface Props {
  segment: SegmentRow
  usedBy: SegmentPlace[]
  onClose: () => void
  onArchived: () => void
}

/** Puts a segment away, or says what still needs it. */
export function ArchiveSegment({ segment, ...rest }: Props) {
  return (
    <ArchiveDialog
      id={segment.id}
      name={segment.name}
      archive={useArchiveSegment()}
      restore={useRestoreSegment()}
      needed={
        <Trans>Diese Stellen schauen darauf. Nimm es dort heraus, dann kannst du es archivieren.</Trans>
      }
      {...rest}
    >
      <Trans>Niemand kommt mehr dazu, und es verschwindet aus der Liste. Im Archiv bleibt es erhalten.</Trans>
    </ArchiveDialog>
  )
}
