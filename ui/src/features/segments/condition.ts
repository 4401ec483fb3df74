/** Conditions as the API reads and writes them, and the tree the builder works on. */

export type Unit = 'minutes' | 'hours' | 'days' | 'weeks' | 'months' | 'years'

export interface Span {
  n: number
  unit: Unit
}

export type When =
  | { type: 'ever' }
  | ({ type: 'last' } & Span)
  | ({ type: 'at_least_ago' } & Span)
  | { type: 'between_ago'; from: number; to: number; unit: Unit }
  | ({ type: 'next' } & Span)
  | { type: 'after'; date: string }
  | { type: 'before'; date: string }
  | { type: 'between'; from: string; to: string }

export type NumberOp = 'equals' | 'not_equals' | 'more_than' | 'at_least' | 'less_than' | 'at_most'

export type NumberTest = { op: NumberOp; value: number } | { op: 'between'; from: number; to: number }

export type TextOp =
  | 'equals'
  | 'not_equals'
  | 'contains'
  | 'not_contains'
  | 'starts_with'
  | 'not_starts_with'
  | 'ends_with'
  | 'not_ends_with'
  | 'matches'
  | 'not_matches'

/** What a value must be; a JSON number makes it a test of numbers, a JSON text one of texts. */
export type ValueTest =
  | { op: TextOp; value: string }
  | { op: 'in' | 'not_in'; value: string[] }
  | { op: 'contains_any' | 'contains_all'; value: string[] }
  | NumberTest
  | { op: 'is_set' | 'is_not_set' | 'is_true' | 'is_false' }
  | { op: 'length'; is: NumberTest }
  | { op: 'date'; when: When }

export type Filter = { property: string } & ValueTest
export type OrderField = 'product' | 'sku' | 'title' | 'category' | 'coupon' | 'status'
export type OrderFilter = { field: OrderField } & ValueTest

export interface Happening {
  metric: string
  shop?: number
  where?: Filter[]
}

export interface Did extends Happening {
  type: 'did'
  measure?: 'count' | 'sum' | 'average' | 'distinct'
  of?: string
  is: NumberTest
  when: When
}

interface Purchases {
  type: 'orders'
  shop?: number
  currency?: string
  where?: OrderFilter[]
}

export type OrderMeasure = 'count' | 'net' | 'total' | 'average' | 'refunded' | 'days_between'

export type Orders = Purchases &
  ({ measure: OrderMeasure; is: NumberTest; when: When } | { measure: 'first' | 'last'; when: When })

export interface Funnel {
  type: 'funnel'
  first: Happening
  then: Happening
  within: Span
  happens: boolean
  when: When
}

export type Trait = { type: 'trait'; name: string } & ValueTest

export type Return =
  | 'today'
  | 'this_month'
  | { next: number; unit: 'days' | 'weeks' | 'months' }
  | { last: number; unit: 'days' | 'weeks' | 'months' }

export type Channel = 'email' | 'sms' | 'whatsapp' | 'post' | 'push'

export interface Consented {
  type: 'consent'
  channel: Channel
  purpose: 'marketing' | 'tracking' | 'existing_customer'
  state: 'subscribed' | 'pending' | 'unsubscribed' | 'never'
  method?: string[]
  when?: When
}

export interface InFlow {
  type: 'flow'
  flow?: string
  is: 'in' | 'not_in' | 'ever_in' | 'never_in'
  /** Of `ever_in` and `never_in`: when they entered. */
  when?: When
}

export interface Received {
  type: 'received'
  channel: Channel
  flow?: string
  template?: string
  received: boolean
  when?: When
}

export type RfmGroup = 'champions' | 'loyal' | 'recent' | 'needs_attention' | 'at_risk' | 'inactive'

/** How recently, how often and for how much somebody bought, among all buyers; scores are 1 to 3. */
export interface Rfm {
  type: 'rfm'
  shop?: number
  currency: string
  groups?: RfmGroup[]
  r?: number[]
  f?: number[]
  m?: number[]
}

export type IdentifierKind = 'email' | 'phone' | 'user_id' | 'anonymous_id' | 'external_id'

export type Leaf =
  | Did
  | Orders
  | Funnel
  | Trait
  | { type: 'anniversary'; trait: string; when: Return }
  | { type: 'known_by'; kind: IdentifierKind }
  | { type: 'language'; in: string[] }
  | { type: 'shop'; in: number[] }
  | Consented
  | { type: 'suppressed'; channel: Channel; reason?: string[] }
  | { type: 'reachable'; channel: Channel }
  | { type: 'segment'; id: string; in: boolean }
  | { type: 'list'; id: string; in: boolean; when?: When }
  | { type: 'sample'; percent: number; key: string }
  | { type: 'created'; when: When }
  | InFlow
  | Received
  | Rfm
  | { type: 'value_decile'; shop?: number; currency: string; in: number[] }

export type LeafType = Leaf['type']
export type LeafOf<T extends LeafType> = Extract<Leaf, { type: T }>
export type GroupKind = 'all' | 'any' | 'none'
export type Condition =
  | Leaf
  | { type: 'all'; of: Condition[] }
  | { type: 'any'; of: Condition[] }
  | { type: 'none'; of: Condition[] }

/** A funnel with another first or second step. */
export const withStep = (funnel: Funnel, key: 'first' | 'then', step: Happening): Funnel => ({
  ...funnel,
  [key]: step,
})

// ---- the tree the builder works on: the same, with an identity for every part

export interface Group {
  id: string
  kind: GroupKind
  of: Node[]
}

export interface LeafNode {
  id: string
  leaf: Leaf
}

export type Node = Group | LeafNode

export const isGroup = (node: Node): node is Group => 'kind' in node

let made = 0
const newId = () => `c${++made}`

export const leafNode = (leaf: Leaf): LeafNode => ({ id: newId(), leaf })
export const group = (kind: GroupKind, of: Node[]): Group => ({ id: newId(), kind, of })

export function toNode(condition: Condition): Node {
  return condition.type === 'all' || condition.type === 'any' || condition.type === 'none'
    ? group(condition.type, condition.of.map(toNode))
    : leafNode(condition)
}

/** The builder's outermost part is always a group; a lone condition gets one around it. */
export function toRoot(condition: Condition): Group {
  const node = toNode(condition)
  return isGroup(node) ? node : group('all', [node])
}

export function toCondition(node: Node): Condition {
  return isGroup(node) ? { type: node.kind, of: node.of.map(toCondition) } : node.leaf
}

/** "Except": a `none` among other conditions that holds exactly one of them reads as one line. */
export const isException = (node: Node): node is Group =>
  isGroup(node) && node.kind === 'none' && node.of.length === 1 && node.of.every((one) => !isGroup(one))

// ---- changes; each gives a new tree and leaves untouched parts as they are

export function replaced(root: Group, id: string, change: (node: Node) => Node | null): Group {
  const walk = (node: Node): Node | null => {
    if (node.id === id) return change(node)
    if (!isGroup(node)) return node
    const of = node.of.map(walk).filter((one) => one !== null)
    return of.length === node.of.length && of.every((one, index) => one === node.of[index])
      ? node
      : { ...node, of }
  }
  const next = walk(root)
  return next && isGroup(next) ? tidied(next) : { ...root, of: [] }
}

/** Groups inside that lost their last condition go with it. */
function tidied(root: Group): Group {
  const walk = (node: Node): Node[] => {
    if (!isGroup(node)) return [node]
    const of = node.of.flatMap(walk)
    if (of.length === 0) return []
    return [of.length === node.of.length && of.every((one, i) => one === node.of[i]) ? node : { ...node, of }]
  }
  return { ...root, of: root.of.flatMap(walk) }
}

export const removed = (root: Group, id: string) => replaced(root, id, () => null)

export const withLeaf = (root: Group, id: string, leaf: Leaf) =>
  replaced(root, id, (node) => ({ ...node, leaf }))

export const withKind = (root: Group, id: string, kind: GroupKind) =>
  replaced(root, id, (node) => (isGroup(node) ? { ...node, kind } : node))

export const added = (root: Group, parent: string, node: Node) =>
  replaced(root, parent, (found) => (isGroup(found) ? { ...found, of: [...found.of, node] } : found))

export function copyOf(node: Node): Node {
  return isGroup(node) ? group(node.kind, node.of.map(copyOf)) : leafNode(structuredClone(node.leaf))
}

export const duplicated = (root: Group, id: string) =>
  inParent(root, id, (of, at) => of.flatMap((node, index) => (index === at ? [node, copyOf(node)] : [node])))

/** Among its neighbours, `by` places down (or up, where negative). */
export const moved = (root: Group, id: string, by: number) =>
  inParent(root, id, (of, at) => {
    const to = Math.max(0, Math.min(of.length - 1, at + by))
    const next = [...of]
    const [node] = next.splice(at, 1)
    if (node) next.splice(to, 0, node)
    return next
  })

/** Before another part, in whichever group that one is. */
export function movedBefore(root: Group, id: string, before: string): Group {
  const node = find(root, id)
  if (!node || id === before || find(node, before)) return root
  const without = removed(root, id)
  return find(without, before)
    ? inParent(without, before, (of, at) => [...of.slice(0, at), node, ...of.slice(at)])
    : root
}

export const grouped = (root: Group, id: string, kind: GroupKind) =>
  replaced(root, id, (node) => group(kind, [node]))

/** Takes the group's box away, its conditions stay. */
export const ungrouped = (root: Group, id: string) =>
  inParent(root, id, (of, at) =>
    of.flatMap((node, index) => (index === at && isGroup(node) ? node.of : [node])),
  )

function inParent(root: Group, id: string, change: (of: Node[], at: number) => Node[]): Group {
  const walk = (node: Node): Node => {
    if (!isGroup(node)) return node
    const at = node.of.findIndex((one) => one.id === id)
    if (at >= 0) return { ...node, of: change(node.of, at) }
    const of = node.of.map(walk)
    return of.every((one, index) => one === node.of[index]) ? node : { ...node, of }
  }
  return walk(root) as Group
}

export function find(node: Node, id: string): Node | null {
  if (node.id === id) return node
  if (!isGroup(node)) return null
  for (const one of node.of) {
    const found = find(one, id)
    if (found) return found
  }
  return null
}

export const parentOf = (root: Group, id: string): Group | null => {
  if (root.of.some((one) => one.id === id)) return root
  for (const one of root.of) {
    const found = isGroup(one) ? parentOf(one, id) : null
    if (found) return found
  }
  return null
}

export const countOf = (node: Node): number =>
  isGroup(node) ? node.of.reduce((sum, one) => sum + countOf(one), 0) : 1

/** The part a path such as `condition.of[2].where[0].op` names, and what of it: `where[0].op`. */
export function partAt(root: Group, path: string): { id: string; field: string } {
  let node: Node = root
  const steps = path.split('.')
  const start = steps.findIndex((step) => indexIn(step) !== null)
  let at = start < 0 ? steps.length : start
  for (; at < steps.length && isGroup(node); at++) {
    const index = indexIn(steps[at] ?? '')
    const next: Node | undefined = index === null ? undefined : node.of[index]
    if (!next) break
    node = next
  }
  return { id: node.id, field: steps.slice(Math.min(at, steps.length)).join('.') }
}

const indexIn = (step: string) => {
  const match = /^(?:of|all|any|none)\[(\d+)\]$/.exec(step)
  return match ? Number(match[1]) : null
}
