import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { peopleListsQuery } from '../../api/people-lists'
import type { LeafOf, When } from './condition'
import { OneOf, WhenEditor } from './editors'
import { MoreToken } from './part-editors'
import { WhenPhrase } from './phrases'
import { Picker } from './picker'
import { Editable, Op, useClose, Val } from './token'

interface Props {
  leaf: LeafOf<'list'>
  onChange: (leaf: LeafOf<'list'>) => void
}

/** "stehen auf der Liste Händler, in den letzten 30 Tagen dazugekommen". */
export function ListSentence({ leaf, onChange }: Props) {
  const { t } = useLingui()
  const lists = useQuery(peopleListsQuery)
  const known = lists.data?.items.find((list) => list.id === leaf.id)
  const name = (
    <Editable
      label={t`Liste`}
      field="id"
      editor={<ListPicker value={leaf.id} onChange={(id) => onChange({ ...leaf, id })} />}
    >
      {leaf.id ? (
        <Val>{known?.name ?? (lists.data ? t`eine Liste, die es nicht mehr gibt` : '…')}</Val>
      ) : (
        <Val empty>
          <Trans>Liste wählen</Trans>
        </Val>
      )}
    </Editable>
  )
  const isDated = leaf.in && leaf.when !== undefined && leaf.when.type !== 'ever'
  const isOn = (
    <Editable
      label={t`Darauf oder nicht`}
      field="in"
      editor={
        <OneOf
          label={t`Darauf oder nicht`}
          value={leaf.in ? 'in' : 'out'}
          options={[
            { value: 'in', label: t`stehen auf der Liste` },
            { value: 'out', label: t`stehen nicht auf der Liste` },
          ]}
          onChange={(next) => onChange({ type: 'list', id: leaf.id, in: next === 'in' })}
        />
      }
    >
      <Op>
        {!leaf.in ? (
          <Trans>nicht auf der Liste</Trans>
        ) : isDated ? (
          <Trans>auf die Liste</Trans>
        ) : (
          <Trans>auf der Liste</Trans>
        )}
      </Op>
    </Editable>
  )
  if (!leaf.in) {
    return (
      <Trans>
        stehen {isOn} {name}
      </Trans>
    )
  }
  if (!leaf.when || leaf.when.type === 'ever') {
    const more = (
      <MoreToken
        extras={[
          {
            key: 'when',
            label: t`Seit wann`,
            add: () => onChange({ ...leaf, when: { type: 'last', n: 30, unit: 'days' } }),
          },
        ]}
      />
    )
    return (
      <>
        <Trans>
          stehen {isOn} {name}
        </Trans>{' '}
        {more}
      </>
    )
  }
  const when = <SinceToken when={leaf.when} onChange={(next) => onChange({ ...leaf, when: next })} />
  return (
    <Trans>
      kamen {when} {isOn} {name}
    </Trans>
  )
}

function SinceToken({ when, onChange }: { when: When; onChange: (when: When) => void }) {
  const { t } = useLingui()
  return (
    <Editable
      label={t`Zeitraum`}
      field="when"
      editor={<WhenEditor value={when} of="did" onChange={onChange} />}
    >
      <WhenPhrase when={when} of="did" />
    </Editable>
  )
}

function ListPicker({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const { t } = useLingui()
  const lists = useQuery(peopleListsQuery)
  const close = useClose()
  return (
    <Picker
      label={t`Liste`}
      choices={(lists.data?.items ?? [])
        .filter((list) => list.archivedAt === null)
        .map((list) => ({ value: list.id, label: list.name }))}
      selected={[value]}
      nothing={<Trans>Noch keine Liste.</Trans>}
      onPick={(id) => {
        close()
        onChange(id)
      }}
    />
  )
}
