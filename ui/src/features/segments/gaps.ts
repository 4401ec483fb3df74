import {
  type Filter,
  type Group,
  isGroup,
  type Leaf,
  type Node,
  type ValueTest,
  type When,
} from './condition'

/** The conditions in which something has still to be chosen; the server is asked once there are none. */
export function gapsIn(root: Group): Set<string> {
  const found = new Set<string>()
  const walk = (node: Node) => {
    if (isGroup(node)) node.of.forEach(walk)
    else if (hasGap(node.leaf)) found.add(node.id)
  }
  walk(root)
  return found
}

function hasGap(leaf: Leaf): boolean {
  switch (leaf.type) {
    case 'did':
      return (
        leaf.metric === '' ||
        whenGap(leaf.when) ||
        filterGaps(leaf.where) ||
        ((leaf.measure ?? 'count') !== 'count' && !leaf.of)
      )
    case 'orders':
      return whenGap(leaf.when) || (leaf.where ?? []).some(testGap)
    case 'funnel':
      return [leaf.first, leaf.then].some((step) => step.metric === '' || filterGaps(step.where))
    case 'trait':
      return leaf.name === '' || testGap(leaf)
    case 'anniversary':
      return leaf.trait === ''
    case 'language':
    case 'shop':
      return leaf.in.length === 0
    case 'flow':
    case 'received':
      return whenGap(leaf.when)
    case 'rfm':
      return !(leaf.groups ?? leaf.r ?? leaf.f ?? leaf.m)?.length
    case 'value_decile':
      return leaf.in.length === 0
    case 'segment':
      return leaf.id === ''
    case 'list':
      return leaf.id === '' || whenGap(leaf.when)
    case 'sample':
      return leaf.key === ''
    case 'consent':
      return whenGap(leaf.when)
    case 'created':
      return whenGap(leaf.when)
    case 'known_by':
    case 'suppressed':
    case 'reachable':
      return false
  }
}

const filterGaps = (where: Filter[] | undefined) =>
  (where ?? []).some((filter) => filter.property === '' || testGap(filter))

function testGap(test: ValueTest): boolean {
  if (test.op === 'date') return whenGap(test.when)
  return 'value' in test && typeof test.value !== 'number' && test.value.length === 0
}

function whenGap(when: When | undefined): boolean {
  switch (when?.type) {
    case 'after':
    case 'before':
      return when.date === ''
    case 'between':
      return when.from === '' || when.to === ''
    default:
      return false
  }
}
