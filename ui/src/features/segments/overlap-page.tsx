import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { peopleListsQuery } from '../../api/people-lists'
import type { Overlap, OverlapPart, OverlapSide } from '../../api/types'
import { Avatar } from '../../ui/avatar'
import { ButtonLink } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'
import { SelectField } from '../../ui/form'
import { useFormat } from '../../ui/format-context'
import { Loaded } from '../../ui/loaded'
import { Page } from '../../ui/page'
import { place } from '../../ui/place'
import { SkeletonRows } from '../../ui/skeleton'
import classes from './overlap-page.module.css'
import { usePersonName } from './person-check'
import { overlapQuery, segmentsQuery } from './segment-query'
import { SegmentTabs } from './segment-tabs'

const route = getRouteApi('/frame/shell/segments/overlap')

/** Two segments or lists side by side: who is only in one, who in both. */
export function OverlapPage() {
  const { t } = useLingui()
  const { a = '', b = '' } = route.useSearch()
  const navigate = route.useNavigate()
  const overlap = useQuery({ ...overlapQuery(a, b), enabled: a !== '' && b !== '' && a !== b })
  const choose = (side: 'a' | 'b') => (id: string) =>
    navigate({ search: (old) => ({ ...old, [side]: id || undefined }), replace: true })
  return (
    <Page
      title={t`Überschneidung`}
      sentence={t`Wer in beiden Gruppen ist und wer nur in einer. Jeder Teil lässt sich zum Segment machen.`}
      dismissKey="segment-overlap"
    >
      <SegmentTabs current="overlap" />
      <div className={classes.choice}>
        <GroupSelect label={t`Die eine`} value={a} other={b} onChange={choose('a')} />
        <GroupSelect label={t`Die andere`} value={b} other={a} onChange={choose('b')} />
      </div>
      {a === '' || b === '' || a === b ? (
        <EmptyState title={t`Wähle zwei Gruppen`}>
          <Trans>
            Zum Beispiel Stammkunden und Newsletter: Dann siehst du, wie viele Stammkunden du noch nicht
            anschreiben darfst, und wer sie sind.
          </Trans>
        </EmptyState>
      ) : (
        <Loaded query={overlap} skeleton={<SkeletonRows rows={4} height={60} />}>
          {(found) => <Found overlap={found} />}
        </Loaded>
      )}
    </Page>
  )
}

function GroupSelect({
  label,
  value,
  other,
  onChange,
}: {
  label: string
  value: string
  other: string
  onChange: (id: string) => void
}) {
  const { t } = useLingui()
  const segments = useQuery(segmentsQuery)
  const lists = useQuery(peopleListsQuery)
  const open = <T extends { id: string; archivedAt: string | null }>(items: T[] | undefined) =>
    (items ?? []).filter((one) => one.archivedAt === null && one.id !== other)
  const options = (items: { id: string; name: string }[]) =>
    items.map((one) => ({ value: one.id, label: one.name }))
  const ofSegments = options(open(segments.data?.items).filter((one) => one.state !== 'building'))
  const ofLists = options(open(lists.data?.items))
  return (
    <SelectField
      label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: '', label: t`Segment oder Liste wählen` },
        ...(ofSegments.length > 0 ? [{ group: t`Segmente`, items: ofSegments }] : []),
        ...(ofLists.length > 0 ? [{ group: t`Listen`, items: ofLists }] : []),
      ]}
    />
  )
}

function Found({ overlap: { a, b, onlyA, both, onlyB } }: { overlap: Overlap }) {
  const { t } = useLingui()
  const format = useFormat()
  const all = onlyA.count + both.count + onlyB.count
  const share = (part: OverlapPart, of: OverlapSide) =>
    of.count === 0 ? '–' : format.percent(part.count / of.count)
  const shareOfA = share(both, a)
  const shareOfB = share(both, b)
  const onlyShareOfA = share(onlyA, a)
  const onlyShareOfB = share(onlyB, b)
  const ref = (side: OverlapSide) => `${side.kind}:${side.id}`
  return (
    <>
      {all > 0 && (
        <div
          className={classes.bar}
          role="img"
          aria-label={t`Nur „${a.name}“: ${onlyA.count}, beide: ${both.count}, nur „${b.name}“: ${onlyB.count}`}
        >
          <span data-part="a" style={{ flexGrow: onlyA.count }} />
          <span data-part="both" style={{ flexGrow: both.count }} />
          <span data-part="b" style={{ flexGrow: onlyB.count }} />
        </div>
      )}
      <div className={classes.parts}>
        <Part
          kind="a"
          part={onlyA}
          title={<Trans>Nur „{a.name}“</Trans>}
          shares={<Trans>{onlyShareOfA} davon</Trans>}
          link={place('/segments/new', {
            with: ref(a),
            without: ref(b),
            name: t`${a.name} ohne ${b.name}`,
          })}
        />
        <Part
          kind="both"
          part={both}
          title={<Trans>In beiden</Trans>}
          shares={
            <Trans>
              {shareOfA} von „{a.name}“, {shareOfB} von „{b.name}“
            </Trans>
          }
          link={place('/segments/new', {
            with: `${ref(a)},${ref(b)}`,
            name: t`${a.name} und ${b.name}`,
          })}
        />
        <Part
          kind="b"
          part={onlyB}
          title={<Trans>Nur „{b.name}“</Trans>}
          shares={<Trans>{onlyShareOfB} davon</Trans>}
          link={place('/segments/new', {
            with: ref(b),
            without: ref(a),
            name: t`${b.name} ohne ${a.name}`,
          })}
        />
      </div>
    </>
  )
}

function Part({
  kind,
  part,
  title,
  shares,
  link,
}: {
  kind: 'a' | 'both' | 'b'
  part: OverlapPart
  title: ReactNode
  shares: ReactNode
  link: ReturnType<typeof place>
}) {
  const format = useFormat()
  const name = usePersonName()
  const more = part.count - part.people.length
  return (
    <section className={classes.part} aria-labelledby={`part-${kind}`}>
      <h2 id={`part-${kind}`} className={classes.title}>
        <span className={classes.dot} data-part={kind} aria-hidden />
        <bdi>{title}</bdi>
      </h2>
      <p className={classes.count}>{format.number(part.count)}</p>
      <p className={classes.shares}>{shares}</p>
      {part.count > 0 && (
        <div>
          <ButtonLink size="small" icon={IconPlus} {...link}>
            <Trans>Als Segment</Trans>
          </ButtonLink>
        </div>
      )}
      {part.people.length > 0 && (
        <ul className={classes.people}>
          {part.people.map((person) => (
            <li key={person.id}>
              <Link {...place(`/customers/${person.id}`)} className={classes.person}>
                <Avatar name={person.name ?? person.email} size={24} />
                <bdi>{name(person)}</bdi>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {more > 0 && part.people.length > 0 && (
        <p className={classes.shares}>
          {plural(more, { one: 'und ein weiterer Mensch', other: 'und # weitere' })}
        </p>
      )}
    </section>
  )
}
