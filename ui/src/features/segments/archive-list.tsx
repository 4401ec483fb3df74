import { Trans } from '@lingui/react/macro'
import { useArchiveList, useRestoreList } from '../../api/people-lists'
import type { PeopleList, SegmentPlace } from '../../api/types'
import { ArchiveDialog } from './archive-dialog'

interface Props {
  list: PeopleList
  usedBy: SegmentPlace[]
  onClose: () => void
  onArchived: () => void
}

/** Puts a list away, or says what still needs it. */
export function ArchiveList({ list, ...rest }: Props) {
  return (
    <ArchiveDialog
      id={list.id}
      name={list.name}
      archive={useArchiveList()}
      restore={useRestoreList()}
      needed={
        <Trans>
          Diese Segmente fragen nach der Liste. Nimm sie dort heraus, dann kannst du sie archivieren.
        </Trans>
      }
      {...rest}
    >
      <Trans>Im Archiv bleibt sie mit allen Menschen erhalten und lässt sich zurückholen.</Trans>
    </ArchiveDialog>
  )
}
