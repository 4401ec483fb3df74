import { createContext, useContext } from 'react'
import type { FieldProblem } from '../../api/client'
import type { SegmentExplained } from '../../api/types'
import { type Group, isGroup, type Node } from './condition'

export interface Builder {
  root: Group
  /** `about`: typing on at the same place is one step back. */
  change: (root: Group, about?: string) => void
  /** Parts in which something has still to be chosen. */
  gaps: ReadonlySet<string>
  /** What the server refused, by part. */
  refused: ReadonlyMap<string, (FieldProblem & { field: string })[]>
  /** Of the person who is looked at, by part. */
  explained: ReadonlyMap<string, SegmentExplained> | null
  personName: string
  /** How many are left after each outermost condition, in words; null: not known yet. */
  remaining: (string | null)[] | null
  /** The part that was just added: its first open token asks for the rest. */
  fresh: string | null
  setFresh: (id: string | null) => void
}

export const BuilderContext = createContext<Builder | null>(null)

export function useBuilder(): Builder {
  const builder = useContext(BuilderContext)
  if (!builder) throw new Error('useBuilder outside the builder')
  return builder
}

/** The explanation's tree has the shape of the condition's. */
export function byPart(root: Node, tree: SegmentExplained): Map<string, SegmentExplained> {
  const found = new Map<string, SegmentExplained>()
  const walk = (node: Node, explained: SegmentExplained | undefined) => {
    if (!explained) return
    found.set(node.id, explained)
    if (!isGroup(node)) return
    for (const [index, one] of node.of.entries()) walk(one, explained.of[index])
  }
  walk(root, tree)
  return found
}

/**
 * The parts that alone keep the person out: of "all" those that do not hold, of "none" those that do.
 * Of "any" no single part decides.
 */
export function decidingIn(root: Group, explained: ReadonlyMap<string, SegmentExplained>): Set<string> {
  const found = new Set<string>()
  const walk = (node: Node, wanted: boolean) => {
    const holds = explained.get(node.id)?.holds
    if (holds === undefined || holds === wanted) return
    const decides = !isGroup(node) || wanted === (node.kind === 'any')
    if (decides) found.add(node.id)
    else for (const one of node.of) walk(one, node.kind === 'none' ? !wanted : wanted)
  }
  walk(root, true)
  return found
}
