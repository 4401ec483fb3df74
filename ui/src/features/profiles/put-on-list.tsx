import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconListCheck, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { peopleListsQuery, usePutOnList, useTakeOffList } from '../../api/people-lists'
import { Button, IconButton } from '../../ui/button'
import { MenuItem, MenuLabel, MenuLine, MenuPanel } from '../../ui/menu'
import { usePopup } from '../../ui/popup'
import { toast } from '../../ui/toast'
import { NameList } from '../../words/name-list'

interface Props {
  profiles: string[]
  /** The lists they are on already. */
  on?: readonly string[]
  /** A small plus instead of a button with words. */
  small?: boolean
  onDone?: () => void
}

/** Puts people on one of the lists, or on a new one. */
export function PutOnList({ profiles, on = [], small, onDone }: Props) {
  const { t } = useLingui()
  const popup = usePopup('menu', small ? 'end' : 'start')
  const lists = useQuery({ ...peopleListsQuery, enabled: popup.open })
  const [naming, setNaming] = useState(false)
  const putOn = usePutOnList()
  const takeOff = useTakeOffList()
  const put = (list: string, name: string) =>
    putOn.mutate(
      { list, profiles },
      {
        onSuccess: ({ changed }) => {
          onDone?.()
          toast(
            changed === 0
              ? t`Standen schon auf „${name}“.`
              : plural(changed, {
                  one: `Steht jetzt auf „${name}“.`,
                  other: `# stehen jetzt auf „${name}“.`,
                }),
            changed === profiles.length ? { undo: () => takeOff.mutate({ list, profiles }) } : {},
          )
        },
        onError: () => toast(t`Das ging nicht. Versuch es noch einmal.`, { tone: 'bad' }),
      },
    )
  const open = (lists.data?.items ?? []).filter((list) => list.archivedAt === null && !on.includes(list.id))
  return (
    <>
      {small ? (
        <IconButton icon={IconPlus} label={t`Auf eine Liste setzen`} {...popup.target} />
      ) : (
        <Button size="small" icon={IconListCheck} loading={putOn.isPending} {...popup.target}>
          <Trans>Auf eine Liste setzen</Trans>
        </Button>
      )}
      <MenuPanel popup={popup} label={t`Auf eine Liste setzen`}>
        {open.length > 0 && <MenuLabel>{t`Auf die Liste`}</MenuLabel>}
        {open.map((list) => (
          <MenuItem key={list.id} popup={popup} onClick={() => put(list.id, list.name)}>
            <bdi>{list.name}</bdi>
          </MenuItem>
        ))}
        {open.length > 0 && <MenuLine />}
        <MenuItem popup={popup} icon={IconPlus} onClick={() => setNaming(true)}>
          <Trans>Neue Liste</Trans>
        </MenuItem>
      </MenuPanel>
      {naming && (
        <NameList onClose={() => setNaming(false)} onSaved={({ list }) => put(list.id, list.name)} />
      )}
    </>
  )
}
