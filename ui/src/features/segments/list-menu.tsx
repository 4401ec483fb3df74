import { Trans, useLingui } from '@lingui/react/macro'
import { IconArchive, IconArchiveOff, IconCopy, IconDots, IconEraser, IconPencil } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { peopleListQuery, useClearList, useRestoreList } from '../../api/people-lists'
import type { PeopleList } from '../../api/types'
import { Button, IconButton } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { MenuItem, MenuLine, MenuPanel } from '../../ui/menu'
import { place } from '../../ui/place'
import { usePopup } from '../../ui/popup'
import { toast } from '../../ui/toast'
import { NameList } from '../../words/name-list'
import { ArchiveList } from './archive-list'

type Asked = 'rename' | 'copy' | 'clear' | 'archive'

/** What can be done with a list as a whole. */
export function ListMenu({ list, onArchived }: { list: PeopleList; onArchived?: () => void }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const popup = usePopup('menu', 'end')
  const restore = useRestoreList()
  const [asked, setAsked] = useState<Asked | null>(null)
  const detail = useQuery({ ...peopleListQuery(list.id), enabled: asked === 'archive' })
  const close = () => setAsked(null)
  return (
    <>
      <IconButton icon={IconDots} label={t`Mehr zu „${list.name}“`} {...popup.target} />
      <MenuPanel popup={popup} label={t`Mehr zu „${list.name}“`}>
        {list.archivedAt === null && (
          <MenuItem popup={popup} icon={IconPencil} onClick={() => setAsked('rename')}>
            <Trans>Umbenennen</Trans>
          </MenuItem>
        )}
        <MenuItem popup={popup} icon={IconCopy} onClick={() => setAsked('copy')}>
          <Trans>Kopie anlegen</Trans>
        </MenuItem>
        {list.archivedAt !== null ? (
          <MenuItem popup={popup} icon={IconArchiveOff} onClick={() => restore.mutate(list.id)}>
            <Trans>Zurückholen</Trans>
          </MenuItem>
        ) : (
          <>
            <MenuItem popup={popup} icon={IconArchive} onClick={() => setAsked('archive')}>
              <Trans>Archivieren</Trans>
            </MenuItem>
            {list.count > 0 && (
              <>
                <MenuLine />
                <MenuItem popup={popup} icon={IconEraser} danger onClick={() => setAsked('clear')}>
                  <Trans>Alle herunternehmen</Trans>
                </MenuItem>
              </>
            )}
          </>
        )}
      </MenuPanel>
      {asked === 'rename' && <NameList list={list} onClose={close} />}
      {asked === 'copy' && (
        <NameList
          copyOf={list}
          onClose={close}
          onSaved={(saved) => void navigate(place(`/segments/lists/${saved.list.id}`))}
        />
      )}
      {asked === 'clear' && <ClearList list={list} onClose={close} />}
      {asked === 'archive' && detail.data && (
        <ArchiveList
          list={list}
          usedBy={detail.data.usedBy}
          onClose={close}
          onArchived={() => onArchived?.()}
        />
      )}
    </>
  )
}

function ClearList({ list, onClose }: { list: PeopleList; onClose: () => void }) {
  const { t } = useLingui()
  const clear = useClearList()
  const name = list.name
  return (
    <Dialog
      title={t`Alle von „${name}“ herunternehmen?`}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>
            <Trans>Abbrechen</Trans>
          </Button>
          <Button
            variant="danger"
            loading={clear.isPending}
            onClick={() =>
              clear.mutate(list.id, {
                onSuccess: () => {
                  onClose()
                  toast(t`Die Liste wird geleert.`)
                },
              })
            }
          >
            <Trans>Alle herunternehmen</Trans>
          </Button>
        </>
      }
    >
      <p>
        <Trans>
          Die Liste bleibt, niemand steht mehr darauf. Wer allein ihretwegen in einem Segment ist, verlässt
          es.
        </Trans>
      </p>
    </Dialog>
  )
}
