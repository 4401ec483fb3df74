import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useDebouncedValue } from '@mantine/hooks'
import { IconX } from '@tabler/icons-react'
import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { peopleQuery } from '../../api/people'
import type { SegmentExplanation, SegmentPerson } from '../../api/types'
import { Avatar } from '../../ui/avatar'
import { IconButton } from '../../ui/button'
import { ErrorState } from '../../ui/error-state'
import { useFormat } from '../../ui/format-context'
import { place } from '../../ui/place'
import { PopupPanel, usePopup } from '../../ui/popup'
import { Skeleton } from '../../ui/skeleton'
import classes from './person-check.module.css'
import { Picker } from './picker'
import token from './token.module.css'

export function usePersonName() {
  const { t } = useLingui()
  return (person: SegmentPerson) => person.name ?? person.email ?? person.phone ?? t`Noch ohne Namen`
}

/** "Jonas Brackmann" is "Jonas" in the lines. */
export const shortName = (person: SegmentPerson) =>
  person.name?.trim().split(/\s+/)[0] || person.email || person.phone || ''

interface Props {
  person: SegmentPerson
  query: UseQueryResult<SegmentExplanation>
  /** How many conditions alone keep the person out. */
  deciding: number
  onClose: () => void
}

/** The verdict on one person; the lines below say why. */
export function PersonCheck({ person, query, deciding, onClose }: Props) {
  const { t } = useLingui()
  const name = <b>{usePersonName()(person)}</b>
  const explanation = query.data
  return (
    <div className={classes.card}>
      <Avatar name={person.name ?? person.email} size={32} />
      <div className={classes.words} aria-live="polite">
        {query.error && !explanation ? (
          <ErrorState error={query.error} small onRetry={() => query.refetch()} />
        ) : !explanation ? (
          <>
            <p className={classes.title}>{name}</p>
            <Skeleton width={180} />
          </>
        ) : (
          <>
            <p className={classes.title}>
              <bdi>
                {explanation.holds ? <Trans>{name} ist drin</Trans> : <Trans>{name} ist nicht drin</Trans>}
              </bdi>
            </p>
            <Detail explanation={explanation} deciding={deciding} />
          </>
        )}
      </div>
      <Link {...place(`/customers/${person.id}`)} className={classes.link}>
        <Trans>Profil</Trans>
      </Link>
      <IconButton icon={IconX} label={t`Nicht mehr prüfen`} onClick={onClose} />
    </div>
  )
}

function Detail({ explanation, deciding }: { explanation: SegmentExplanation; deciding: number }) {
  const format = useFormat()
  const turn = explanation.turn && format.exactDay(explanation.turn)
  const why = explanation.holds
    ? null
    : deciding > 0
      ? plural(deciding, {
          one: 'Eine Bedingung steht dagegen.',
          other: '# Bedingungen stehen dagegen.',
        })
      : null
  return (
    <p className={classes.detail}>
      {why}
      {why && turn && ' '}
      {turn &&
        (explanation.holds ? (
          <Trans>Passiert nichts, kann sich das am {turn} ändern.</Trans>
        ) : (
          <Trans>Allein durch die Zeit kann sich das am {turn} ändern.</Trans>
        ))}
    </p>
  )
}

/** Words that open a search for somebody. */
export function PersonSearch({
  onPick,
  children,
}: {
  onPick: (person: SegmentPerson) => void
  children: ReactNode
}) {
  const { t } = useLingui()
  const popup = usePopup('dialog', 'end')
  return (
    <>
      <button type="button" {...popup.target}>
        {children}
      </button>
      <PopupPanel popup={popup} role="dialog" label={t`Jemanden suchen`} className={token.panel}>
        <Found
          onPick={(person) => {
            popup.close()
            onPick(person)
          }}
        />
      </PopupPanel>
    </>
  )
}

function Found({ onPick }: { onPick: (person: SegmentPerson) => void }) {
  const { t } = useLingui()
  const name = usePersonName()
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), 150)
  const people = useQuery({
    ...peopleQuery(search),
    enabled: search.length >= 2,
    placeholderData: keepPreviousData,
  })
  const items = search.length >= 2 ? (people.data?.items ?? []) : []
  return (
    <Picker
      label={t`Name, E-Mail oder Telefon`}
      placeholder={t`Name, E-Mail oder Telefon`}
      onType={setText}
      nothing={
        search.length < 2 ? (
          <Trans>Schreib mindestens zwei Buchstaben.</Trans>
        ) : (
          <Trans>Niemand gefunden.</Trans>
        )
      }
      choices={items.map((person) => ({
        value: person.id,
        label: name(person),
        detail: person.name ? (person.email ?? undefined) : undefined,
        before: <Avatar name={person.name ?? person.email} size={22} />,
      }))}
      onPick={(id) => {
        const person = items.find((one) => one.id === id)
        if (person) onPick(person)
      }}
    />
  )
}
