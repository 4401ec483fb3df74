import { Trans, useLingui } from '@lingui/react/macro'
import {
  IconArchive,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCheck,
  IconCopy,
  IconDots,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useBlocker, useNavigate } from '@tanstack/react-router'
import { type DragEvent, type ReactNode, useEffect, useMemo, useState } from 'react'
import { type FieldProblem, Problem } from '../../api/client'
import type { SegmentPerson } from '../../api/types'
import { Button, IconButton } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { ErrorState } from '../../ui/error-state'
import { FilterChip } from '../../ui/filter-sentence'
import { useFormat } from '../../ui/format-context'
import { Icon } from '../../ui/icon'
import { MenuItem, MenuPanel } from '../../ui/menu'
import { useTitle } from '../../ui/page'
import { place } from '../../ui/place'
import { usePopup } from '../../ui/popup'
import { RecordBar } from '../../ui/record-bar'
import { toast } from '../../ui/toast'
import { ArchiveSegment } from './archive-segment'
import { Blocks } from './blocks'
import { BuilderContext, byPart, decidingIn } from './builder-context'
import { type Group, partAt, toCondition } from './condition'
import { CountPanel, draggedPerson } from './count-panel'
import { gapsIn } from './gaps'
import { useHistory } from './history'
import { rounded, useLiveCount } from './live-count'
import { PersonCheck, shortName } from './person-check'
import { Reach } from './reach'
import classes from './segment-page.module.css'
import { explanationQuery, type Segment, useSaveSegment } from './segment-query'
import { useVocabulary } from './vocabulary'

export interface Content {
  name: string
  description: string
  shopId: number | null
  root: Group
}

interface Props {
  /** Null: not saved yet. */
  saved: Segment | null
  start: Content
  tabs?: ReactNode
}

const written = ({ name, description, shopId, root }: Content) =>
  JSON.stringify({ name: name.trim(), description: description.trim(), shopId, condition: toCondition(root) })

/** The sentence in the middle, its number beside it. */
export function SegmentEditor({ saved, start, tabs }: Props) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const id = saved?.segment.id ?? null
  const history = useHistory(start)
  const content = history.value
  const { name, description, shopId, root } = content
  const [base, setBase] = useState(() => written(start))
  const [person, setPerson] = useState<SegmentPerson | null>(null)
  const [fresh, setFresh] = useState<string | null>(null)
  const save = useSaveSegment()
  const condition = useMemo(() => toCondition(root), [root])
  const gaps = useMemo(() => gapsIn(root), [root])
  const complete = gaps.size === 0
  const dirty = id === null || written(content) !== base
  const live = useLiveCount(condition, shopId, complete)
  const refusal = fieldsOf(save.error).length > 0 ? save.error : live.error
  const refused = useMemo(() => byRefusedPart(root, fieldsOf(refusal)), [root, refusal])
  const explanation = useQuery({
    ...explanationQuery({ condition, shopId }, person?.id ?? ''),
    enabled: person !== null && complete,
    placeholderData: undefined,
  })
  const explained = useMemo(
    () => (person && explanation.data ? byPart(root, explanation.data.tree) : null),
    [person, explanation.data, root],
  )
  const deciding = useMemo(() => (explained ? decidingIn(root, explained).size : 0), [explained, root])
  useTitle(name || t`Neues Segment`)

  const set = (change: Partial<Content>, about?: string) => {
    if (save.error) save.reset()
    history.set({ ...content, ...change }, about ?? null)
  }
  const submit = async (): Promise<boolean> => {
    try {
      const sent = written(content)
      const answer = await save.mutateAsync({
        id,
        draft: { name: name.trim(), description: description.trim(), shopId, condition },
      })
      setBase(sent)
      if (id === null) {
        await navigate({ ...place(`/segments/${answer.segment.id}`), replace: true, ignoreBlocker: true })
        toast(t`Angelegt. Wer passt, ist gleich drin.`)
      }
      return true
    } catch {
      return false
    }
  }
  const canSave = dirty && complete && name.trim() !== '' && root.of.length > 0
  useShortcuts({
    undo: history.undo,
    redo: history.redo,
    save: () => {
      if (canSave && !save.isPending) void submit()
    },
  })

  const remaining = useRemaining(root, live)
  return (
    <BuilderContext
      value={{
        root,
        change: (next, about) => set({ root: next }, about),
        gaps,
        refused,
        explained,
        personName: person ? shortName(person) || t`Diese Person` : '',
        remaining,
        fresh,
        setFresh,
      }}
    >
      <RecordBar back={{ ...place('/segments'), label: t`Segmente` }}>
        <IconButton
          icon={IconArrowBackUp}
          label={t`Rückgängig`}
          disabled={!history.canUndo}
          onClick={history.undo}
        />
        <IconButton
          icon={IconArrowForwardUp}
          label={t`Wiederholen`}
          disabled={!history.canRedo}
          onClick={history.redo}
        />
        <SaveState saved={!dirty} unsaved={id !== null && dirty} />
        {saved && <MoreMenu segment={saved} />}
        <Button variant="primary" disabled={!canSave} loading={save.isPending} onClick={() => void submit()}>
          {id === null ? <Trans>Anlegen</Trans> : <Trans>Speichern</Trans>}
        </Button>
      </RecordBar>
      {tabs}
      <div className={classes.columns}>
        <PersonDrop onPerson={setPerson}>
          <Names content={content} error={save.error} onChange={set} auto={id === null && name === ''} />
          {save.error && fieldsOf(save.error).length === 0 && <ErrorState error={save.error} small />}
          {saved && <StateNotice segment={saved} />}
          {person && (
            <PersonCheck
              person={person}
              query={explanation}
              deciding={deciding}
              onClose={() => setPerson(null)}
            />
          )}
          <Blocks />
        </PersonDrop>
        <aside className={classes.side} aria-label={t`Wer in diesem Segment ist`}>
          <CountPanel
            id={id}
            live={live}
            complete={complete}
            refused={fieldsOf(live.error).length > 0}
            person={person}
            onPerson={setPerson}
            usedBy={saved?.usedBy ?? []}
            reach={
              <Reach condition={condition} shopId={shopId} ready={complete && live.settled && !live.stale} />
            }
          />
        </aside>
      </div>
      <Leaving
        dirty={dirty && (history.canUndo || id !== null)}
        canSave={canSave}
        saving={save.isPending}
        onSave={submit}
      />
    </BuilderContext>
  )
}

/** Only the problems that name a field. */
const fieldsOf = (error: Error | null): readonly FieldProblem[] =>
  error instanceof Problem ? error.errors : []

function byRefusedPart(root: Group, problems: readonly FieldProblem[]) {
  const found = new Map<string, (FieldProblem & { field: string })[]>()
  for (const problem of problems) {
    if (!problem.path.startsWith('condition')) continue
    const { id, field } = partAt(root, problem.path)
    found.set(id, [...(found.get(id) ?? []), { ...problem, field }])
  }
  return found
}

function useRemaining(root: Group, live: ReturnType<typeof useLiveCount>): (string | null)[] | null {
  const format = useFormat()
  if (root.kind !== 'all') return null
  const { preview, stale } = live
  return root.of.map((_, index) => {
    const left = preview?.remaining[index]
    if (left === undefined || stale) return null
    return preview?.exact ? format.number(left) : `≈ ${format.number(rounded(left))}`
  })
}

function SaveState({ saved, unsaved }: { saved: boolean; unsaved: boolean }) {
  return (
    <span className={classes.saved} role="status">
      {saved && (
        <>
          <Icon of={IconCheck} size={15} />
          <span className={classes.savedWords}>
            <Trans>Gespeichert</Trans>
          </span>
        </>
      )}
      {unsaved && (
        <span className={classes.savedWords}>
          <Trans>Noch nicht gespeichert</Trans>
        </span>
      )}
    </span>
  )
}

function MoreMenu({ segment: { segment, usedBy } }: { segment: Segment }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const popup = usePopup('menu', 'end')
  const [archiving, setArchiving] = useState(false)
  return (
    <>
      <IconButton icon={IconDots} label={t`Mehr`} {...popup.target} />
      <MenuPanel popup={popup} label={t`Mehr`}>
        <MenuItem
          popup={popup}
          icon={IconCopy}
          onClick={() => void navigate(place('/segments/new', { copy: segment.id }))}
        >
          <Trans>Kopie anlegen</Trans>
        </MenuItem>
        {segment.archivedAt === null && (
          <MenuItem popup={popup} icon={IconArchive} onClick={() => setArchiving(true)}>
            <Trans>Archivieren</Trans>
          </MenuItem>
        )}
      </MenuPanel>
      {archiving && (
        <ArchiveSegment
          segment={segment}
          usedBy={usedBy}
          onClose={() => setArchiving(false)}
          onArchived={() => void navigate(place('/segments'))}
        />
      )}
    </>
  )
}

function Names({
  content: { name, description, shopId },
  error,
  onChange,
  auto,
}: {
  content: Content
  error: Error | null
  onChange: (change: Partial<Content>, about?: string) => void
  auto: boolean
}) {
  const { t } = useLingui()
  const { shops } = useVocabulary()
  const wrong = fieldsOf(error).filter((one) => !one.path.startsWith('condition'))
  return (
    <>
      <h1 className="visually-hidden">{name || t`Neues Segment`}</h1>
      <textarea
        rows={1}
        className={classes.name}
        aria-label={t`Name des Segments`}
        placeholder={t`Wie heißt das Segment?`}
        value={name}
        maxLength={200}
        // biome-ignore lint/a11y/noAutofocus: a new one begins with its name
        autoFocus={auto}
        onChange={(event) => onChange({ name: oneLine(event.currentTarget.value) }, 'name')}
      />
      <textarea
        rows={1}
        className={classes.description}
        aria-label={t`Wozu es dient`}
        placeholder={t`Wozu es dient (kann leer bleiben)`}
        value={description}
        maxLength={500}
        onChange={(event) => onChange({ description: oneLine(event.currentTarget.value) }, 'description')}
      />
      {wrong.map((one) => (
        <p key={one.path} className={classes.nameError} role="alert">
          {one.message}
        </p>
      ))}
      {shops.length > 1 && (
        <div className={classes.shop}>
          <Trans>Tage und Uhrzeiten von</Trans>
          <FilterChip
            label={t`Wessen Tage und Uhrzeiten gelten`}
            value={String(shopId ?? '')}
            options={[
              { value: '', label: shops[0]?.name ?? '' },
              ...shops.slice(1).map((shop) => ({ value: String(shop.id), label: shop.name })),
            ]}
            onChange={(value) => onChange({ shopId: value ? Number(value) : null })}
          />
        </div>
      )}
    </>
  )
}

/** The fields grow with what stands in them, but hold one line of text. */
const oneLine = (text: string) => text.replace(/\s*\n\s*/g, ' ')

/** Where a person of the list may be dropped. */
function PersonDrop({
  onPerson,
  children,
}: {
  onPerson: (person: SegmentPerson) => void
  children: ReactNode
}) {
  const [over, setOver] = useState(false)
  const takes = (event: DragEvent) => event.dataTransfer.types.includes(draggedPerson)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a press on the person does the same
    <div
      className={classes.main}
      data-over={over || undefined}
      onDragOver={(event) => {
        if (!takes(event)) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as HTMLElement | null)) setOver(false)
      }}
      onDrop={(event) => {
        setOver(false)
        const text = event.dataTransfer.getData(draggedPerson)
        if (!text) return
        event.preventDefault()
        onPerson(JSON.parse(text) as SegmentPerson)
      }}
    >
      <div className={classes.inside}>{children}</div>
    </div>
  )
}

/** A segment that is being built, failed or was archived says so above its sentence. */
function StateNotice({ segment: { segment } }: { segment: Segment }) {
  const format = useFormat()
  if (segment.archivedAt) {
    const on = format.date(segment.archivedAt)
    return (
      <p className={classes.notice}>
        <span>
          <Trans>
            <b>Archiviert am {on}.</b> Niemand kommt mehr dazu. In der Liste unter „Archiv“ holst du es
            zurück.
          </Trans>
        </span>
      </p>
    )
  }
  if (segment.state === 'building') {
    const share = format.percent(segment.done)
    return (
      <p className={classes.notice} role="status">
        <span>
          <Trans>
            <b>Wird aufgebaut, {share}.</b> Bis dahin gilt, wer vorher drin war.
          </Trans>
        </span>
      </p>
    )
  }
  if (segment.state === 'failed') {
    const problem = segment.problem ?? ''
    return (
      <p className={classes.notice} role="alert">
        <span>
          <Trans>
            <b>Kommt gerade nicht mit:</b> {problem} Andere Segmente laufen weiter. Ändere eine Bedingung und
            speichere, dann wird es neu aufgebaut.
          </Trans>
        </span>
      </p>
    )
  }
  return null
}

function useShortcuts({ undo, redo, save }: { undo: () => void; redo: () => void; save: () => void }) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return
      const key = event.key.toLowerCase()
      const writes = event.target instanceof Element && event.target.closest('input, textarea, select')
      if (key === 's') save()
      else if (key === 'z' && !writes) (event.shiftKey ? redo : undo)()
      else if (key === 'y' && !writes) redo()
      else return
      event.preventDefault()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [undo, redo, save])
}

/** Nobody loses a change by leaving. */
function Leaving({
  dirty,
  canSave,
  saving,
  onSave,
}: {
  dirty: boolean
  canSave: boolean
  saving: boolean
  onSave: () => Promise<boolean>
}) {
  const { t } = useLingui()
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty && current.pathname !== next.pathname,
    enableBeforeUnload: dirty,
    withResolver: true,
  })
  if (blocker.status !== 'blocked') return null
  return (
    <Dialog
      title={t`Deine Änderungen sind noch nicht gespeichert`}
      onClose={blocker.reset}
      footer={
        <>
          <Button variant="danger" onClick={blocker.proceed}>
            <Trans>Verwerfen</Trans>
          </Button>
          <Button onClick={blocker.reset}>
            <Trans>Hier bleiben</Trans>
          </Button>
          {canSave && (
            <Button
              variant="primary"
              loading={saving}
              onClick={async () => {
                if (await onSave()) blocker.proceed()
                else blocker.reset()
              }}
            >
              <Trans>Speichern und gehen</Trans>
            </Button>
          )}
        </>
      }
    >
      <p>
        <Trans>Gehst du jetzt, gilt weiter, was zuletzt gespeichert war.</Trans>
      </p>
    </Dialog>
  )
}
