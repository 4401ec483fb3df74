import { Trans, useLingui } from '@lingui/react/macro'
import {
  IconArrowDown,
  IconArrowUp,
  IconBoxMultiple,
  IconBoxOff,
  IconChevronDown,
  IconCopy,
  IconDots,
  IconFolderPlus,
  IconGripVertical,
  IconPlus,
  IconTrash,
  IconUserMinus,
} from '@tabler/icons-react'
import { type DragEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { Button, IconButton } from '../../ui/button'
import { Icon, type IconType } from '../../ui/icon'
import { Mark, type MarkKind } from '../../ui/mark'
import { MenuItem, MenuLine, MenuPanel } from '../../ui/menu'
import { PopupPanel, usePopup } from '../../ui/popup'
import classes from './blocks.module.css'
import { decidingIn, useBuilder } from './builder-context'
import {
  added,
  duplicated,
  type Group,
  type GroupKind,
  group,
  grouped,
  isException,
  isGroup,
  type LeafNode,
  leafNode,
  moved,
  movedBefore,
  type Node,
  removed,
  ungrouped,
  withKind,
  withLeaf,
} from './condition'
import { useFoundWords } from './found-words'
import { useNewLeaves } from './new-leaf'
import { Picker } from './picker'
import { useRefusedWords } from './refused-words'
import { beginsWithVerb, Sentence } from './sentence'
import { RefusedContext } from './token'

const dragged = 'application/x-kundig-condition'

/** The whole condition: its head, its lines, and what can be added. */
export function Blocks() {
  const { t } = useLingui()
  const { root, remaining } = useBuilder()
  const kind = <KindChoice node={root} />
  return (
    <section aria-label={t`Bedingungen`}>
      <div className={classes.head}>
        <span className={classes.headWords}>
          <Trans>Menschen, auf die {kind} zutrifft:</Trans>
        </span>
        {remaining && root.kind === 'all' && root.of.length > 0 && (
          <span className={classes.headNote}>
            <Trans>es bleiben</Trans>
          </span>
        )}
      </div>
      {root.of.length === 0 ? (
        <p className={classes.empty}>
          <Trans>Noch ohne Bedingung: So wären alle drin. Sag, wer dazugehört.</Trans>
        </p>
      ) : (
        <div className={classes.rows}>
          {root.of.map((node, index) => (
            <Row key={node.id} node={node} index={index} parent={root} top />
          ))}
        </div>
      )}
      <div className={classes.add}>
        <Add icon={IconPlus} label={t`Bedingung`} parent={root} wrap={(leaf) => leaf} />
        <Add
          icon={IconFolderPlus}
          label={t`Gruppe`}
          parent={root}
          wrap={(leaf) => group(root.kind === 'all' ? 'any' : 'all', [leaf])}
        />
        {root.kind === 'all' && (
          <Add
            icon={IconUserMinus}
            label={t`Ausnahme`}
            parent={root}
            wrap={(leaf) => group('none', [leaf])}
          />
        )}
      </div>
    </section>
  )
}

/** "alles davon", "mindestens eins davon", "nichts davon". */
function KindChoice({ node }: { node: Group }) {
  const { t } = useLingui()
  const { root, change } = useBuilder()
  const popup = usePopup('menu')
  const names: Record<GroupKind, string> = {
    all: t`alles davon`,
    any: t`mindestens eins davon`,
    none: t`nichts davon`,
  }
  return (
    <>
      <button type="button" {...popup.target} className={classes.kind}>
        {names[node.kind]}
        <Icon of={IconChevronDown} size={14} />
      </button>
      <MenuPanel popup={popup} label={t`Wie viel davon zutreffen muss`}>
        {(['all', 'any', 'none'] as const).map((kind) => (
          <MenuItem
            key={kind}
            popup={popup}
            checked={kind === node.kind}
            onClick={() => change(withKind(root, node.id, kind))}
          >
            {names[kind]}
          </MenuItem>
        ))}
      </MenuPanel>
    </>
  )
}

interface RowProps {
  node: Node
  index: number
  parent: Group
  top?: boolean
}

function Row({ node, index, parent, top }: RowProps) {
  const { t } = useLingui()
  const { root, change, explained, remaining } = useBuilder()
  const [over, setOver] = useState(false)
  const [lifted, setLifted] = useState(false)
  const exception = parent.kind === 'all' && isException(node)
  const mark = useMark(node)
  const number = index + 1
  const left = top && parent.kind === 'all' ? remaining?.[index] : undefined
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    event.stopPropagation()
    change(moved(root, node.id, event.key === 'ArrowUp' ? -1 : 1))
  }
  const onDragOver = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes(dragged)) return
    event.preventDefault()
    event.stopPropagation()
    setOver(true)
  }
  const onDrop = (event: DragEvent) => {
    const id = event.dataTransfer.getData(dragged)
    setOver(false)
    if (!id) return
    event.preventDefault()
    event.stopPropagation()
    change(movedBefore(root, id, node.id))
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw and measure itself differently
    <div
      role="group"
      aria-label={t`Bedingung ${number}`}
      className={classes.row}
      data-condition={node.id}
      data-marked={explained ? '' : undefined}
      data-deciding={mark?.deciding || undefined}
      data-over={over ? 'before' : undefined}
      data-dragged={lifted || undefined}
      onKeyDown={onKeyDown}
      onDragOver={onDragOver}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <span
        className={classes.handle}
        draggable
        aria-hidden
        onDragStart={(event) => {
          event.stopPropagation()
          event.dataTransfer.setData(dragged, node.id)
          event.dataTransfer.effectAllowed = 'move'
          setLifted(true)
        }}
        onDragEnd={() => setLifted(false)}
      >
        <Icon of={IconGripVertical} size={15} />
      </span>
      <span className={classes.mark}>
        {mark && (
          <>
            <Mark kind={mark.kind} />
            <span className="visually-hidden">{mark.holds ? t`Trifft zu:` : t`Trifft nicht zu:`}</span>
          </>
        )}
      </span>
      <span className={classes.connective}>
        <Connective first={index === 0} kind={parent.kind} exception={exception} />
      </span>
      <div className={classes.sentence} data-group={isGroup(node) && !exception ? '' : undefined}>
        {!isGroup(node) ? (
          <Line node={node} />
        ) : exception ? (
          node.of.map((one) => !isGroup(one) && <Line key={one.id} node={one} except />)
        ) : (
          <Box node={node} />
        )}
      </div>
      <div className={classes.end}>
        {left !== undefined && (
          <span className={classes.left}>
            <span className="visually-hidden">{t`es bleiben`} </span>
            {left ?? '…'}
          </span>
        )}
        <RowMenu node={node} index={index} parent={parent} exception={exception} />
      </div>
    </div>
  )
}

function Connective({ first, kind, exception }: { first: boolean; kind: GroupKind; exception: boolean }) {
  if (exception) return <Trans context="before an exception">außer</Trans>
  if (first) return null
  switch (kind) {
    case 'all':
      return <Trans>und</Trans>
    case 'any':
      return <Trans>oder</Trans>
    case 'none':
      return <Trans>noch</Trans>
  }
}

/** Holds or not for the person who is looked at; what alone decides is amber. */
function useMark(node: Node): { kind: MarkKind; holds: boolean; deciding: boolean } | null {
  const { root, explained } = useBuilder()
  const part = explained?.get(node.id)
  if (!explained || !part) return null
  const deciding = decidingIn(root, explained)
  const decides = deciding.has(node.id) || (isException(node) && node.of.some((one) => deciding.has(one.id)))
  return {
    kind: decides ? 'held' : part.holds ? 'holds' : 'off',
    holds: part.holds,
    deciding: decides,
  }
}

/** One condition as a sentence, with what was found of the person and what the server refused. */
function Line({ node, except }: { node: LeafNode; except?: boolean }) {
  const { root, change, refused, gaps, fresh, setFresh } = useBuilder()
  const words = useRefusedWords()
  const box = useRef<HTMLDivElement>(null)
  const wrong = refused.get(node.id) ?? []
  useEffect(() => {
    if (fresh !== node.id) return
    setFresh(null)
    const open = box.current?.querySelector('[data-token][data-empty]')
    const panel = document.getElementById(open?.getAttribute('popovertarget') ?? '')
    if (!panel) box.current?.querySelector<HTMLElement>('[data-token]')?.focus()
    else if (!panel.matches(':popover-open')) panel.showPopover()
  }, [fresh, node.id, setFresh])
  const sentence = (
    <Sentence leaf={node.leaf} onChange={(leaf) => change(withLeaf(root, node.id, leaf), node.id)} />
  )
  return (
    <RefusedContext value={wrong.map((one) => one.field)}>
      <div ref={box}>
        {except && beginsWithVerb(node.leaf) ? (
          <Trans context="the people of a segment, before a verb">sie {sentence}</Trans>
        ) : (
          sentence
        )}
      </div>
      <Found node={node} />
      {wrong.map((one) => (
        <p key={one.path} className={classes.refused} role="alert">
          {words(one)}
        </p>
      ))}
      {wrong.length === 0 && gaps.has(node.id) && (
        <p className={classes.gap}>
          <Trans>Hier ist noch etwas offen. Gezählt wird, sobald es ausgefüllt ist.</Trans>
        </p>
      )}
    </RefusedContext>
  )
}

function Found({ node }: { node: LeafNode }) {
  const { explained, personName } = useBuilder()
  const words = useFoundWords()
  const part = explained?.get(node.id)
  if (!part) return null
  const found = words(node.leaf, part)
  return (
    <p className={classes.found}>
      <bdi>
        <Trans>
          {personName}: {found}
        </Trans>
      </bdi>
    </p>
  )
}

/** A group inside: a sunken box with its own head. */
function Box({ node }: { node: Group }) {
  const { t } = useLingui()
  const { refused } = useBuilder()
  const words = useRefusedWords()
  const kind = <KindChoice node={node} />
  return (
    <div className={classes.box}>
      <div className={classes.head}>
        <span className={classes.headWords}>
          <Trans>auf sie trifft {kind} zu:</Trans>
        </span>
      </div>
      {node.of.map((one, index) => (
        <Row key={one.id} node={one} index={index} parent={node} />
      ))}
      {(refused.get(node.id) ?? []).map((one) => (
        <p key={one.path} className={classes.refused} role="alert">
          {words(one)}
        </p>
      ))}
      <div className={classes.add}>
        <Add
          icon={IconPlus}
          label={node.kind === 'all' ? t`und` : node.kind === 'any' ? t`oder` : t`noch`}
          parent={node}
          wrap={(leaf) => leaf}
        />
      </div>
    </div>
  )
}

/** Asks what the new condition is about, then puts it at the end of its group. */
function Add({
  icon,
  label,
  parent,
  wrap,
}: {
  icon: IconType
  label: string
  parent: Group
  wrap: (leaf: LeafNode) => Node
}) {
  const { t } = useLingui()
  const { root, change, setFresh } = useBuilder()
  const popup = usePopup('dialog')
  const leaves = useNewLeaves()
  const add = (value: string) => {
    const found = leaves.find((one) => one.value === value)
    if (!found) return
    const node = leafNode(structuredClone(found.leaf))
    popup.close()
    change(added(root, parent.id, wrap(node)))
    setFresh(node.id)
  }
  return (
    <>
      <Button variant="quiet" size="small" icon={icon} {...popup.target}>
        {label}
      </Button>
      <PopupPanel popup={popup} role="dialog" label={t`Worum es geht`} className={classes.addPanel}>
        <Picker
          label={t`Worum es geht`}
          placeholder={t`Worum geht es? Bestellt, Stadt, Newsletter …`}
          choices={leaves}
          onPick={add}
        />
      </PopupPanel>
    </>
  )
}

function RowMenu({
  node,
  index,
  parent,
  exception,
}: {
  node: Node
  index: number
  parent: Group
  exception: boolean
}) {
  const { t } = useLingui()
  const { root, change } = useBuilder()
  const popup = usePopup('menu', 'end')
  const wraps = parent.kind === 'any' ? 'all' : 'any'
  const item = (icon: IconType, words: ReactNode, next: () => Group) => (
    <MenuItem popup={popup} icon={icon} onClick={() => change(next())}>
      {words}
    </MenuItem>
  )
  return (
    <>
      <IconButton
        icon={IconDots}
        label={t`Mehr zu dieser Bedingung`}
        className={classes.menu}
        {...popup.target}
      />
      <MenuPanel popup={popup} label={t`Mehr zu dieser Bedingung`}>
        {index > 0 && item(IconArrowUp, t`Nach oben`, () => moved(root, node.id, -1))}
        {index < parent.of.length - 1 && item(IconArrowDown, t`Nach unten`, () => moved(root, node.id, 1))}
        {item(IconCopy, t`Verdoppeln`, () => duplicated(root, node.id))}
        {exception
          ? item(IconBoxOff, t`Keine Ausnahme mehr`, () => ungrouped(root, node.id))
          : isGroup(node)
            ? item(IconBoxOff, t`Gruppe auflösen`, () => ungrouped(root, node.id))
            : item(IconBoxMultiple, t`Gruppe daraus machen`, () => grouped(root, node.id, wraps))}
        {!exception &&
          !isGroup(node) &&
          parent.kind === 'all' &&
          item(IconUserMinus, t`Ausnahme daraus machen`, () => grouped(root, node.id, 'none'))}
        <MenuLine />
        <MenuItem popup={popup} icon={IconTrash} danger onClick={() => change(removed(root, node.id))}>
          {t`Entfernen`}
        </MenuItem>
      </MenuPanel>
    </>
  )
}
