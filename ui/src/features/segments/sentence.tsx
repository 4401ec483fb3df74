import { Select, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useFormat } from '../../ui/format-context'
import { useConsentWords } from '../../words/consent-words'
import { useMetricWords } from '../../words/metric-words'
import { readable } from '../../words/readable'
import { useTraitWords } from '../../words/trait-words'
import { Clause } from './clause'
import {
  type Channel,
  type Consented,
  type Did,
  type Funnel,
  type Happening,
  type IdentifierKind,
  type Leaf,
  type LeafOf,
  type NumberTest,
  type OrderFilter,
  type Orders,
  type Return,
  type Trait,
  withStep,
} from './condition'
import { ChecksEditor, NumberEditor, OneOf, SeveralEditor, SpanFields, Stack } from './editors'
import { ListSentence } from './list-clause'
import { FlowSentence, ReceivedSentence } from './message-sentences'
import {
  DeedEditor,
  type Extra,
  FilterEditor,
  MoreToken,
  OrderFilterEditor,
  OrdersEditor,
  PropertyField,
  SampleEditor,
  TraitEditor,
  TraitPicker,
  useOrderFields,
  WithinEditor,
  withFilter,
} from './part-editors'
import { AmountPhrase, LastPhrase, Length, NextPhrase, TimesPhrase } from './phrases'
import { Picker } from './picker'
import { DecileSentence, RfmSentence } from './rank-sentences'
import { InShop, Listed, WhenToken } from './sentence-parts'
import { Editable, Op, useClose, Val } from './token'
import { isBirthday, isCountry, useVocabulary } from './vocabulary'

interface Props<L extends Leaf = Leaf> {
  leaf: L
  onChange: (leaf: L) => void
}

/** One condition as a sentence whose words can be changed. Each kind is a template per language. */
export function Sentence({ leaf, onChange }: Props) {
  switch (leaf.type) {
    case 'did':
      return <DidSentence leaf={leaf} onChange={onChange} />
    case 'orders':
      return <OrdersSentence leaf={leaf} onChange={onChange} />
    case 'funnel':
      return <FunnelSentence leaf={leaf} onChange={onChange} />
    case 'trait':
      return <TraitSentence leaf={leaf} onChange={onChange} />
    case 'anniversary':
      return <AnniversarySentence leaf={leaf} onChange={onChange} />
    case 'known_by':
      return <KnownSentence leaf={leaf} onChange={onChange} />
    case 'language':
      return <LanguageSentence leaf={leaf} onChange={onChange} />
    case 'shop':
      return <ShopSentence leaf={leaf} onChange={onChange} />
    case 'consent':
      return <ConsentSentence leaf={leaf} onChange={onChange} />
    case 'suppressed':
      return <SuppressedSentence leaf={leaf} onChange={onChange} />
    case 'reachable':
      return <ReachableSentence leaf={leaf} onChange={onChange} />
    case 'segment':
      return <SegmentSentence leaf={leaf} onChange={onChange} />
    case 'list':
      return <ListSentence leaf={leaf} onChange={onChange} />
    case 'sample':
      return <SampleSentence leaf={leaf} onChange={onChange} />
    case 'created':
      return <CreatedSentence leaf={leaf} onChange={onChange} />
    case 'flow':
      return <FlowSentence leaf={leaf} onChange={onChange} />
    case 'received':
      return <ReceivedSentence leaf={leaf} onChange={onChange} />
    case 'rfm':
      return <RfmSentence leaf={leaf} onChange={onChange} />
    case 'value_decile':
      return <DecileSentence leaf={leaf} onChange={onChange} />
  }
}

/** Whether the sentence begins with its verb, so that "sie" can stand before it: "außer sie haben …". */
export function beginsWithVerb(leaf: Leaf): boolean {
  switch (leaf.type) {
    case 'trait':
      return false
    case 'did':
      return (leaf.measure ?? 'count') === 'count' || leaf.measure === 'distinct'
    case 'orders':
      return leaf.measure !== 'first' && leaf.measure !== 'last' && leaf.measure !== 'days_between'
    case 'anniversary':
      return isBirthday(leaf.trait)
    default:
      return true
  }
}

/** None at all: what reads as "haben nicht". */
export const isNever = (is: NumberTest) =>
  (is.op === 'equals' && is.value === 0) ||
  (is.op === 'less_than' && is.value === 1) ||
  (is.op === 'at_most' && is.value === 0)

const once: NumberTest = { op: 'at_least', value: 1 }
const never: NumberTest = { op: 'equals', value: 0 }

function TimesToken({ is, onChange }: { is: NumberTest; onChange: (is: NumberTest) => void }) {
  const { t } = useLingui()
  return (
    <Editable
      label={t`Wie oft`}
      field="is"
      editor={<NumberEditor times whole min={0} label={t`Wie oft`} value={is} onChange={onChange} />}
    >
      <TimesPhrase is={is} />
    </Editable>
  )
}

function AmountToken({
  is,
  write,
  onChange,
}: {
  is: NumberTest
  write?: (value: number) => ReactNode
  onChange: (is: NumberTest) => void
}) {
  const { t } = useLingui()
  const format = useFormat()
  return (
    <Editable
      label={t`Wie viel`}
      field="is"
      editor={<NumberEditor label={t`Wie viel`} value={is} onChange={onChange} />}
    >
      <AmountPhrase is={is} write={write ?? format.number} />
    </Editable>
  )
}

// ---- what people did

function DidSentence({ leaf, onChange }: Props<Did>) {
  const { t } = useLingui()
  const { properties, shops } = useVocabulary()
  const measure = leaf.measure ?? 'count'
  const change = (part: Partial<Did>) => onChange({ ...leaf, ...part })
  const count = () => {
    const { of: _, measure: __, ...rest } = leaf
    onChange({ ...rest, is: once })
  }
  const extras: Extra[] = [
    { key: 'filter', label: t`Eigenschaft des Ereignisses`, add: () => onChange(withFilter(leaf)) },
    ...(measure === 'count'
      ? [
          {
            key: 'sum',
            label: t`Statt der Anzahl: eine Summe`,
            add: () => change({ measure: 'sum', of: '', is: { op: 'more_than', value: 100 } }),
          },
          {
            key: 'average',
            label: t`Statt der Anzahl: ein Durchschnitt`,
            add: () => change({ measure: 'average', of: '', is: { op: 'more_than', value: 100 } }),
          },
          {
            key: 'distinct',
            label: t`Statt der Anzahl: verschiedene Werte`,
            add: () => change({ measure: 'distinct', of: '', is: { op: 'at_least', value: 2 } }),
          },
        ]
      : [{ key: 'count', label: t`Wieder die Anzahl`, add: count }]),
    ...(shops.length > 1 && !leaf.shop
      ? [{ key: 'shop', label: t`Nur in einem Shop`, add: () => change({ shop: shops[0]?.id }) }]
      : []),
  ]
  return (
    <>
      <InShop
        shop={leaf.shop}
        onChange={(shop) => {
          const { shop: _, ...rest } = leaf
          onChange(shop ? { ...rest, shop } : rest)
        }}
      >
        <WithFilters what={leaf} properties={properties(leaf.metric)} onChange={(where) => change({ where })}>
          {measure === 'count' ? (
            <CountSentence leaf={leaf} onChange={onChange} />
          ) : (
            <FigureSentence leaf={leaf} onChange={onChange} />
          )}
        </WithFilters>
      </InShop>{' '}
      <MoreToken extras={extras} />
    </>
  )
}

function CountSentence({ leaf, onChange }: Props<Did>) {
  const { t } = useLingui()
  const words = useMetricWords()
  const { aux, done, undone } = words.deed(leaf.metric)
  const not = isNever(leaf.is)
  const when = <WhenToken when={leaf.when} onChange={(next) => onChange({ ...leaf, when: next })} />
  const deed = (
    <Editable
      label={t`Was jemand tut`}
      field="metric"
      editor={
        <DeedEditor
          value={leaf.metric}
          did={!not}
          onChange={(metric, did) =>
            onChange({ ...withMetric(leaf, metric), is: did ? (not ? once : leaf.is) : never })
          }
        />
      }
    >
      {leaf.metric === '' ? (
        <Val empty>
          <Trans>Ereignis wählen</Trans>
        </Val>
      ) : (
        <Op>{not ? undone : done}</Op>
      )}
    </Editable>
  )
  if (not) {
    return (
      <Trans>
        <Select value={aux} _be="sind" other="haben" /> {when} {deed}
      </Trans>
    )
  }
  const times = <TimesToken is={leaf.is} onChange={(is) => onChange({ ...leaf, is })} />
  return (
    <Trans>
      <Select value={aux} _be="sind" other="haben" /> {when} {times} {deed}
    </Trans>
  )
}

/** Other events have other properties. */
const withMetric = <T extends Happening>(what: T, metric: string): T => {
  if (what.metric === metric) return what
  const { where: _, ...rest } = what
  return { ...rest, metric } as T
}

/** A sum, an average, or how many different values. */
function FigureSentence({ leaf, onChange }: Props<Did>) {
  const { t } = useLingui()
  const words = useMetricWords()
  const { properties } = useVocabulary()
  const format = useFormat()
  const whole = leaf.measure === 'distinct'
  const metric = (
    <Editable
      label={t`Was jemand tut`}
      field="metric"
      editor={<DeedEditor value={leaf.metric} onChange={(next) => onChange(withMetric(leaf, next))} />}
    >
      <Val>{words.name(leaf.metric)}</Val>
    </Editable>
  )
  const of = (
    <Editable
      label={t`Eigenschaft`}
      field="of"
      editor={
        <PropertyField
          label={t`Eigenschaft`}
          value={leaf.of ?? ''}
          properties={properties(leaf.metric)}
          onChange={(next) => onChange({ ...leaf, of: next })}
        />
      }
    >
      {leaf.of ? (
        <Val>{readable(leaf.of)}</Val>
      ) : (
        <Val empty>
          <Trans>Eigenschaft wählen</Trans>
        </Val>
      )}
    </Editable>
  )
  const when = <WhenToken when={leaf.when} onChange={(next) => onChange({ ...leaf, when: next })} />
  const amount = (
    <Editable
      label={t`Wie viel`}
      field="is"
      editor={
        <NumberEditor
          whole={whole}
          label={t`Wie viel`}
          value={leaf.is}
          onChange={(is) => onChange({ ...leaf, is })}
        />
      }
    >
      <AmountPhrase is={leaf.is} write={format.number} />
    </Editable>
  )
  switch (leaf.measure) {
    case 'distinct':
      return (
        <Trans>
          haben {when} bei {metric} {amount} verschiedene Werte von {of}
        </Trans>
      )
    case 'average':
      return (
        <Trans>
          <Op>Durchschnitt</Op> von {of} bei {metric} ist {when} {amount}
        </Trans>
      )
    default:
      return (
        <Trans>
          <Op>Summe</Op> von {of} bei {metric} ist {when} {amount}
        </Trans>
      )
  }
}

function WithFilters({
  what,
  properties,
  onChange,
  children,
}: {
  what: Happening
  properties: string[]
  onChange: (where: Happening['where']) => void
  children: ReactNode
}) {
  const { t } = useLingui()
  const where = what.where ?? []
  if (where.length === 0) return children
  const replace = (at: number, next: (typeof where)[number] | null) =>
    onChange(where.flatMap((one, index) => (index !== at ? [one] : next ? [next] : [])))
  const filters = (
    <Listed
      items={where.map((filter, index) => (
        <Editable
          // biome-ignore lint/suspicious/noArrayIndexKey: filters have no other identity
          key={index}
          label={t`Eigenschaft`}
          field={`where[${index}]`}
          editor={
            <FilterEditor
              value={filter}
              properties={properties}
              onChange={(next) => replace(index, next)}
              onRemove={() => replace(index, null)}
            />
          }
        >
          <Clause subject={<PropertyName name={filter.property} />} test={filter} />
        </Editable>
      ))}
    />
  )
  return (
    <Trans>
      {children}, dabei gilt: {filters}
    </Trans>
  )
}

const PropertyName = ({ name }: { name: string }) =>
  name === '' ? (
    <Val empty>
      <Trans>Eigenschaft wählen</Trans>
    </Val>
  ) : (
    readable(name)
  )

// ---- orders

function OrdersSentence({ leaf, onChange }: Props<Orders>) {
  const { t } = useLingui()
  const { shops } = useVocabulary()
  const where = leaf.where ?? []
  const add = (field: OrderFilter['field']) => () =>
    onChange({ ...leaf, where: [...where, { field, op: 'contains', value: '' }] })
  const extras: Extra[] = [
    { key: 'title', label: t`Bestimmtes Produkt`, add: add('title') },
    { key: 'category', label: t`Bestimmte Kategorie`, add: add('category') },
    { key: 'coupon', label: t`Mit Gutschein`, add: add('coupon') },
    ...(shops.length > 1 && !leaf.shop
      ? [{ key: 'shop', label: t`Nur in einem Shop`, add: () => onChange({ ...leaf, shop: shops[0]?.id }) }]
      : []),
  ]
  return (
    <>
      <InShop
        shop={leaf.shop}
        onChange={(shop) => {
          const { shop: _, ...rest } = leaf
          onChange((shop ? { ...rest, shop } : rest) as Orders)
        }}
      >
        <OrdersWhere leaf={leaf} onChange={onChange} />
      </InShop>{' '}
      <MoreToken extras={extras} />
    </>
  )
}

/** A single product or category stands inside the sentence, other filters behind it. */
const inline = (filter: OrderFilter) =>
  (filter.field === 'title' || filter.field === 'category') &&
  (filter.op === 'contains' || filter.op === 'equals') &&
  typeof filter.value === 'string'

function OrdersWhere({ leaf, onChange }: Props<Orders>) {
  const { t } = useLingui()
  const names = useOrderFields()
  const where = leaf.where ?? []
  const inside = 'is' in leaf && leaf.measure === 'count' ? where.findIndex(inline) : -1
  const replace = (at: number, next: OrderFilter | null) =>
    onChange({ ...leaf, where: where.flatMap((one, i) => (i !== at ? [one] : next ? [next] : [])) })
  const editable = (filter: OrderFilter, index: number, words: ReactNode) => (
    <Editable
      key={index}
      label={names[filter.field]}
      field={`where[${index}]`}
      editor={
        <OrderFilterEditor
          value={filter}
          onChange={(next) => replace(index, next)}
          onRemove={() => replace(index, null)}
        />
      }
    >
      {words}
    </Editable>
  )
  const object = where[inside]
  const what =
    object && 'value' in object
      ? editable(
          object,
          inside,
          object.value ? (
            <Val>
              {object.field === 'category' ? t`etwas aus „${String(object.value)}“` : String(object.value)}
            </Val>
          ) : (
            <Val empty>
              {object.field === 'category' ? <Trans>Kategorie wählen</Trans> : <Trans>Produkt wählen</Trans>}
            </Val>
          ),
        )
      : null
  const sentence = <OrdersFigure leaf={leaf} onChange={onChange} what={what} />
  const others = where.flatMap((filter, index) =>
    index === inside ? [] : [editable(filter, index, <Clause subject={names[filter.field]} test={filter} />)],
  )
  if (others.length === 0) return sentence
  const filters = <Listed items={others} />
  return (
    <Trans>
      {sentence}, dabei gilt: {filters}
    </Trans>
  )
}

function OrdersFigure({ leaf, onChange, what }: Props<Orders> & { what: ReactNode }) {
  const { t } = useLingui()
  const format = useFormat()
  const when = <WhenToken when={leaf.when} onChange={(next) => onChange({ ...leaf, when: next })} />
  const verb = (words: ReactNode) => (
    <Editable
      label={t`Worauf du bei Bestellungen schaust`}
      field="measure"
      editor={<OrdersEditor value={leaf} onChange={onChange} />}
    >
      {words}
    </Editable>
  )
  if (!('is' in leaf)) {
    const which = verb(
      leaf.measure === 'first' ? (
        <Trans>
          ihre <Op>erste Bestellung</Op>
        </Trans>
      ) : (
        <Trans>
          ihre <Op>letzte Bestellung</Op>
        </Trans>
      ),
    )
    const date = (
      <WhenToken of="date" when={leaf.when} onChange={(next) => onChange({ ...leaf, when: next })} />
    )
    return (
      <Trans>
        {which} war {date}
      </Trans>
    )
  }
  const changeIs = (is: NumberTest) => onChange({ ...leaf, is })
  const currency = /^[A-Z]{3}$/.test(leaf.currency ?? '') ? leaf.currency : format.currency
  const money = (value: number) =>
    Number.isInteger(value)
      ? format.moneyRound(value, currency)
      : format.money({ amount: value, currency: currency ?? format.currency })
  const amount = <AmountToken is={leaf.is} write={money} onChange={changeIs} />
  switch (leaf.measure) {
    case 'count': {
      if (isNever(leaf.is)) {
        if (!what) {
          return verb(
            <Trans>
              haben {when} <Op>nichts bestellt</Op>
            </Trans>,
          )
        }
        return verb(
          <Trans>
            haben {when} <Op>nie</Op> {what} bestellt
          </Trans>,
        )
      }
      const times = <TimesToken is={leaf.is} onChange={changeIs} />
      return verb(
        what ? (
          <Trans>
            haben {when} {times} {what} <Op>bestellt</Op>
          </Trans>
        ) : (
          <Trans>
            haben {when} {times} <Op>bestellt</Op>
          </Trans>
        ),
      )
    }
    case 'net':
      return verb(
        <Trans>
          haben {when} {amount} <Op>ausgegeben, ohne Erstattetes</Op>
        </Trans>,
      )
    case 'total':
      return verb(
        <Trans>
          haben {when} {amount} <Op>ausgegeben</Op>
        </Trans>,
      )
    case 'average':
      return verb(
        <Trans>
          haben {when} <Op>im Schnitt je Bestellung</Op> {amount} ausgegeben
        </Trans>,
      )
    case 'refunded':
      return verb(
        <Trans>
          haben {when} {amount} <Op>erstattet bekommen</Op>
        </Trans>,
      )
    case 'days_between': {
      const days = <AmountToken is={leaf.is} onChange={changeIs} />
      return verb(
        <Trans>
          <Op>zwischen ihren Bestellungen</Op> liegen {when} im Schnitt {days} Tage
        </Trans>,
      )
    }
  }
}

// ---- one thing, then another

function FunnelSentence({ leaf, onChange }: Props<Funnel>) {
  const { t } = useLingui()
  const words = useMetricWords()
  const { properties } = useVocabulary()
  const first = words.deed(leaf.first.metric)
  const then = words.deed(leaf.then.metric)
  const firstAux = first.aux
  const thenAux = then.aux
  const when = <WhenToken when={leaf.when} onChange={(next) => onChange({ ...leaf, when: next })} />
  const step = (key: 'first' | 'then', said: string) => (
    <Editable
      label={t`Was jemand tut`}
      field={key}
      editor={
        <DeedEditor
          value={leaf[key].metric}
          onChange={(metric) => onChange(withStep(leaf, key, withMetric(leaf[key], metric)))}
        />
      }
    >
      <Val empty={leaf[key].metric === ''}>{leaf[key].metric === '' ? t`Ereignis wählen` : said}</Val>
    </Editable>
  )
  const firstDeed = (
    <WithStepFilters
      step="first"
      what={leaf.first}
      properties={properties(leaf.first.metric)}
      onChange={(where) => onChange(withStep(leaf, 'first', { ...leaf.first, where }))}
    >
      {step('first', first.done)}
    </WithStepFilters>
  )
  const thenDeed = (
    <WithStepFilters
      step="then"
      what={leaf.then}
      properties={properties(leaf.then.metric)}
      onChange={(where) => onChange(withStep(leaf, 'then', { ...leaf.then, where }))}
    >
      {step('then', leaf.happens ? then.done : then.undone)}
    </WithStepFilters>
  )
  const within = (
    <Editable
      label={t`Wie lange danach`}
      field="within"
      editor={<WithinEditor value={leaf} onChange={onChange} />}
    >
      <Trans>
        <Op>innerhalb von</Op>{' '}
        <Val>
          <Length n={leaf.within.n} unit={leaf.within.unit} />
        </Val>
      </Trans>
    </Editable>
  )
  const extras: Extra[] = [
    {
      key: 'first',
      label: t`Eigenschaft des ersten Ereignisses`,
      add: () => onChange(withStep(leaf, 'first', withFilter(leaf.first))),
    },
    {
      key: 'then',
      label: t`Eigenschaft des zweiten Ereignisses`,
      add: () => onChange(withStep(leaf, 'then', withFilter(leaf.then))),
    },
  ]
  return (
    <>
      {leaf.happens ? (
        <Trans>
          <Select value={firstAux} _be="sind" other="haben" /> {when} {firstDeed} und{' '}
          <Select value={thenAux} _be="sind" other="haben" /> dann {within} {thenDeed}
        </Trans>
      ) : (
        <Trans>
          <Select value={firstAux} _be="sind" other="haben" /> {when} {firstDeed},{' '}
          <Select value={thenAux} _be="sind" other="haben" /> dann aber {within} {thenDeed}
        </Trans>
      )}{' '}
      <MoreToken extras={extras} />
    </>
  )
}

/** In the middle of a sentence filters stand in brackets. */
function WithStepFilters({
  step,
  what,
  properties,
  onChange,
  children,
}: {
  step: string
  what: Happening
  properties: string[]
  onChange: (where: Happening['where']) => void
  children: ReactNode
}) {
  const { t } = useLingui()
  const where = what.where ?? []
  if (where.length === 0) return children
  const replace = (at: number, next: (typeof where)[number] | null) =>
    onChange(where.flatMap((one, index) => (index !== at ? [one] : next ? [next] : [])))
  return (
    <>
      {children} (
      <Listed
        items={where.map((filter, index) => (
          <Editable
            // biome-ignore lint/suspicious/noArrayIndexKey: filters have no other identity
            key={index}
            label={t`Eigenschaft`}
            field={`${step}.where[${index}]`}
            editor={
              <FilterEditor
                value={filter}
                properties={properties}
                onChange={(next) => replace(index, next)}
                onRemove={() => replace(index, null)}
              />
            }
          >
            <Clause subject={<PropertyName name={filter.property} />} test={filter} />
          </Editable>
        ))}
      />
      )
    </>
  )
}

// ---- who people are

function TraitSentence({ leaf, onChange }: Props<Trait>) {
  const { t } = useLingui()
  const words = useTraitWords()
  const format = useFormat()
  const subject = leaf.name ? (
    words.name(leaf.name)
  ) : (
    <Val empty>
      <Trans>Merkmal wählen</Trans>
    </Val>
  )
  return (
    <Editable label={t`Merkmal`} field="" editor={<TraitEditor value={leaf} onChange={onChange} />}>
      <Clause subject={subject} test={leaf} show={isCountry(leaf.name) ? format.country : undefined} />
    </Editable>
  )
}

function AnniversarySentence({ leaf, onChange }: Props<LeafOf<'anniversary'>>) {
  const { t } = useLingui()
  const words = useTraitWords()
  const trait = (
    <Editable
      label={t`Merkmal`}
      field="trait"
      editor={
        <ClosingTraitPicker value={leaf.trait} onChange={(next) => onChange({ ...leaf, trait: next })} />
      }
    >
      {leaf.trait ? (
        <Val>{words.name(leaf.trait)}</Val>
      ) : (
        <Val empty>
          <Trans>Merkmal wählen</Trans>
        </Val>
      )}
    </Editable>
  )
  const when = (
    <Editable
      label={t`Wann`}
      field="when"
      editor={<ReturnEditor value={leaf.when} onChange={(next) => onChange({ ...leaf, when: next })} />}
    >
      <ReturnPhrase when={leaf.when} />
    </Editable>
  )
  const past = typeof leaf.when === 'object' && 'last' in leaf.when
  if (!isBirthday(leaf.trait)) {
    return past ? (
      <Trans>
        {trait} jährte sich {when}
      </Trans>
    ) : (
      <Trans>
        {trait} jährt sich {when}
      </Trans>
    )
  }
  return past ? (
    <Trans>
      hatten {when} {trait}
    </Trans>
  ) : (
    <Trans>
      haben {when} {trait}
    </Trans>
  )
}

function ClosingTraitPicker({ value, onChange }: { value: string; onChange: (trait: string) => void }) {
  const close = useClose()
  return (
    <TraitPicker
      value={value}
      onChange={(trait) => {
        close()
        onChange(trait)
      }}
    />
  )
}

function ReturnPhrase({ when }: { when: Return }) {
  if (when === 'today')
    return (
      <Val>
        <Trans>heute</Trans>
      </Val>
    )
  if (when === 'this_month')
    return (
      <Val>
        <Trans>diesen Monat</Trans>
      </Val>
    )
  return 'next' in when ? (
    <NextPhrase n={when.next} unit={when.unit} />
  ) : (
    <LastPhrase n={when.last} unit={when.unit} />
  )
}

type ReturnKind = 'today' | 'this_month' | 'next' | 'last'

function ReturnEditor({ value, onChange }: { value: Return; onChange: (when: Return) => void }) {
  const { t } = useLingui()
  const kind: ReturnKind = typeof value === 'string' ? value : 'next' in value ? 'next' : 'last'
  const n = typeof value === 'string' ? 7 : 'next' in value ? value.next : value.last
  const unit = typeof value === 'string' ? 'days' : value.unit
  const written = (next: ReturnKind): Return =>
    next === 'next' ? { next: n, unit } : next === 'last' ? { last: n, unit } : next
  return (
    <Stack>
      <OneOf<ReturnKind>
        label={t`Wann`}
        value={kind}
        options={[
          { value: 'today', label: t`heute` },
          { value: 'this_month', label: t`diesen Monat` },
          { value: 'next', label: t`in den nächsten …` },
          { value: 'last', label: t`in den letzten …` },
        ]}
        onChange={(next) => onChange(written(next))}
      />
      {(kind === 'next' || kind === 'last') && (
        <SpanFields
          value={{ n, unit }}
          only={['days', 'weeks', 'months']}
          onChange={(span) => {
            const of = span.unit as 'days' | 'weeks' | 'months'
            onChange(kind === 'next' ? { next: span.n, unit: of } : { last: span.n, unit: of })
          }}
        />
      )}
    </Stack>
  )
}

function KnownSentence({ leaf, onChange }: Props<LeafOf<'known_by'>>) {
  const { t } = useLingui()
  const names: Record<IdentifierKind, string> = {
    email: t`eine E-Mail-Adresse`,
    phone: t`eine Telefonnummer`,
    user_id: t`eine Kundennummer`,
    external_id: t`eine Nummer aus einem anderen System`,
    anonymous_id: t`einen erkannten Browser`,
  }
  const kind = (
    <Editable
      label={t`Woran man sie erkennt`}
      field="kind"
      editor={
        <OneOf<IdentifierKind>
          label={t`Woran man sie erkennt`}
          value={leaf.kind}
          options={(Object.keys(names) as IdentifierKind[]).map((key) => ({ value: key, label: names[key] }))}
          onChange={(next) => onChange({ ...leaf, kind: next })}
        />
      }
    >
      <Val>{names[leaf.kind]}</Val>
    </Editable>
  )
  return <Trans>haben {kind}</Trans>
}

function LanguageSentence({ leaf, onChange }: Props<LeafOf<'language'>>) {
  const { t } = useLingui()
  const format = useFormat()
  const { languages } = useVocabulary()
  const spoken = (
    <Editable
      label={t`Sprachen`}
      field="in"
      editor={
        <SeveralEditor
          label={t`Sprachen`}
          value={leaf.in}
          choices={languages}
          onChange={(next) => onChange({ ...leaf, in: next })}
        />
      }
    >
      {leaf.in.length ? (
        <Val>{format.either(leaf.in.map(format.language))}</Val>
      ) : (
        <Val empty>
          <Trans>Sprache wählen</Trans>
        </Val>
      )}
    </Editable>
  )
  return <Trans>sprechen {spoken}</Trans>
}

function ShopSentence({ leaf, onChange }: Props<LeafOf<'shop'>>) {
  const { t } = useLingui()
  const format = useFormat()
  const { shops, shopName } = useVocabulary()
  const where = (
    <Editable
      label={t`Shops`}
      field="in"
      editor={
        <ChecksEditor
          label={t`Shops`}
          value={leaf.in.map(String)}
          options={shops.map((shop) => ({ value: String(shop.id), label: shop.name }))}
          onChange={(next) => onChange({ ...leaf, in: next.map(Number) })}
        />
      }
    >
      {leaf.in.length ? (
        <Val>{format.either(leaf.in.map(shopName))}</Val>
      ) : (
        <Val empty>
          <Trans>Shop wählen</Trans>
        </Val>
      )}
    </Editable>
  )
  return <Trans>waren schon bei {where}</Trans>
}

// ---- what people allow

const channels: Channel[] = ['email', 'sms', 'whatsapp', 'push', 'post']

function useAdvertising() {
  const { t } = useLingui()
  const words = useConsentWords()
  const advertising = (channel: Channel) => {
    switch (channel) {
      case 'email':
        return t`Werbung per E-Mail`
      case 'sms':
        return t`Werbung per SMS`
      case 'whatsapp':
        return t`Werbung per WhatsApp`
      case 'push':
        return t`Werbung per Push`
      case 'post':
        return t`Werbung per Post`
    }
  }
  return {
    channel: words.channel,
    advertising,
    permission: (channel: Channel, purpose: Consented['purpose']) => {
      const name = advertising(channel)
      switch (purpose) {
        case 'marketing':
          return name
        case 'tracking':
          return t`das Messen von Öffnungen und Klicks`
        case 'existing_customer':
          return t`${name} als Bestandskunde`
      }
    },
  }
}

function ChannelField({ value, onChange }: { value: Channel; onChange: (channel: Channel) => void }) {
  const { t } = useLingui()
  const words = useConsentWords()
  return (
    <OneOf<Channel>
      label={t`Kanal`}
      value={value}
      options={channels.map((channel) => ({ value: channel, label: words.channel(channel) }))}
      onChange={onChange}
    />
  )
}

const methods = [
  'form',
  'double_opt_in',
  'preference_page',
  'one_click',
  'unsubscribe_page',
  'checkout',
  'api',
  'import',
  'staff',
  'complaint',
  'bounce',
]

function ConsentSentence({ leaf, onChange }: Props<Consented>) {
  const { t } = useLingui()
  const words = useConsentWords()
  const { permission } = useAdvertising()
  const plain = (next: Consented): Consented => {
    if (next.state !== 'never') return next
    const { when: _, method: __, ...rest } = next
    return rest
  }
  const what = (
    <Editable
      label={t`Einwilligung`}
      field="channel"
      editor={
        <Stack>
          <ChannelField value={leaf.channel} onChange={(channel) => onChange({ ...leaf, channel })} />
          <OneOf<Consented['purpose']>
            label={t`Wofür`}
            value={leaf.purpose}
            options={[
              { value: 'marketing', label: t`Werbung` },
              { value: 'tracking', label: t`Öffnungen und Klicks messen` },
              { value: 'existing_customer', label: t`Werbung als Bestandskunde` },
            ]}
            onChange={(purpose) => onChange({ ...leaf, purpose })}
          />
        </Stack>
      }
    >
      <Val>{permission(leaf.channel, leaf.purpose)}</Val>
    </Editable>
  )
  const state = (said: ReactNode) => (
    <Editable
      label={t`Stand der Einwilligung`}
      field="state"
      editor={
        <OneOf<Consented['state']>
          label={t`Stand der Einwilligung`}
          value={leaf.state}
          options={[
            { value: 'subscribed', label: t`erlaubt` },
            { value: 'unsubscribed', label: t`widerrufen` },
            { value: 'pending', label: t`noch nicht bestätigt` },
            { value: 'never', label: t`nie gefragt` },
          ]}
          onChange={(next) => onChange(plain({ ...leaf, state: next }))}
        />
      }
    >
      <Op>{said}</Op>
    </Editable>
  )
  if (leaf.state === 'never') {
    const asked = state(<Trans>nie gefragt</Trans>)
    return (
      <Trans>
        wurden {asked}, ob sie {what} erlauben
      </Trans>
    )
  }
  const said = state(
    leaf.state === 'subscribed' ? (
      <Trans>erlaubt</Trans>
    ) : leaf.state === 'pending' ? (
      <Trans>erbeten, aber nicht bestätigt</Trans>
    ) : (
      <Trans>widerrufen</Trans>
    ),
  )
  const limited = leaf.when && leaf.when.type !== 'ever'
  const when = <WhenToken when={leaf.when} onChange={(next) => onChange({ ...leaf, when: next })} />
  const sentence = limited ? (
    <Trans>
      haben {when} {what} {said}
    </Trans>
  ) : (
    <Trans>
      haben {what} {said}
    </Trans>
  )
  const how = leaf.method?.length ? (
    <Editable
      label={t`Auf welchem Weg`}
      field="method"
      editor={
        <ChecksEditor
          label={t`Auf welchem Weg`}
          value={leaf.method}
          options={methods.map((method) => ({ value: method, label: words.method(method) }))}
          onChange={(method) => onChange({ ...leaf, method })}
        />
      }
    >
      <Val>
        <MethodList methods={leaf.method} />
      </Val>
    </Editable>
  ) : null
  const extras: Extra[] = [
    ...(limited
      ? []
      : [
          {
            key: 'when',
            label: t`Seit wann`,
            add: () => onChange({ ...leaf, when: { type: 'last', n: 30, unit: 'days' } }),
          },
        ]),
    ...(how
      ? []
      : [
          {
            key: 'method',
            label: t`Auf welchem Weg`,
            add: () => onChange({ ...leaf, method: ['double_opt_in'] }),
          },
        ]),
  ]
  return (
    <>
      {how ? (
        <Trans>
          {sentence}, auf diesem Weg: {how}
        </Trans>
      ) : (
        sentence
      )}{' '}
      <MoreToken extras={extras} />
    </>
  )
}

function MethodList({ methods: given }: { methods: string[] }) {
  const words = useConsentWords()
  const format = useFormat()
  return format.either(given.map((method) => words.method(method)))
}

const reasons = ['hard_bounce', 'soft_bounces', 'spam_complaint', 'invalid_address', 'staff', 'objection']

function SuppressedSentence({ leaf, onChange }: Props<LeafOf<'suppressed'>>) {
  const { t } = useLingui()
  const words = useConsentWords()
  const format = useFormat()
  const channel = (
    <Editable
      label={t`Kanal`}
      field="channel"
      editor={<ChannelField value={leaf.channel} onChange={(next) => onChange({ ...leaf, channel: next })} />}
    >
      <Val>{words.channel(leaf.channel)}</Val>
    </Editable>
  )
  const sentence = (
    <Trans>
      sind für {channel} <Op>gesperrt</Op>
    </Trans>
  )
  if (!leaf.reason?.length) {
    return (
      <>
        {sentence}{' '}
        <MoreToken
          extras={[
            {
              key: 'reason',
              label: t`Aus welchem Grund`,
              add: () => onChange({ ...leaf, reason: ['hard_bounce'] }),
            },
          ]}
        />
      </>
    )
  }
  const why = (
    <Editable
      label={t`Aus welchem Grund`}
      field="reason"
      editor={
        <ChecksEditor
          label={t`Aus welchem Grund`}
          value={leaf.reason}
          options={reasons.map((reason) => ({ value: reason, label: words.suppression(reason) }))}
          onChange={(reason) => onChange({ ...leaf, reason })}
        />
      }
    >
      <Val>{format.either(leaf.reason.map(words.suppression))}</Val>
    </Editable>
  )
  return (
    <Trans>
      {sentence}, Grund: {why}
    </Trans>
  )
}

function ReachableSentence({ leaf, onChange }: Props<LeafOf<'reachable'>>) {
  const { t } = useLingui()
  const { advertising } = useAdvertising()
  const what = (
    <Editable
      label={t`Kanal`}
      field="channel"
      editor={
        <Stack>
          <ChannelField value={leaf.channel} onChange={(channel) => onChange({ ...leaf, channel })} />
          <p className="label t3">
            <Trans>Mit Adresse, Erlaubnis und ohne Sperre.</Trans>
          </p>
        </Stack>
      }
    >
      <Val>{advertising(leaf.channel)}</Val>
    </Editable>
  )
  return (
    <Trans>
      dürfen {what} <Op>bekommen</Op>
    </Trans>
  )
}

// ---- other segments, chance, first visit

function SegmentSentence({ leaf, onChange }: Props<LeafOf<'segment'>>) {
  const { t } = useLingui()
  const { segmentName } = useVocabulary()
  const name = (
    <Editable
      label={t`Segment`}
      field="id"
      editor={<SegmentPicker value={leaf.id} onChange={(id) => onChange({ ...leaf, id })} />}
    >
      {leaf.id ? (
        <Val>{segmentName(leaf.id) ?? t`ein Segment, das es nicht mehr gibt`}</Val>
      ) : (
        <Val empty>
          <Trans>Segment wählen</Trans>
        </Val>
      )}
    </Editable>
  )
  const is = (words: ReactNode) => (
    <Editable
      label={t`Drin oder nicht`}
      field="in"
      editor={
        <OneOf
          label={t`Drin oder nicht`}
          value={leaf.in ? 'in' : 'out'}
          options={[
            { value: 'in', label: t`sind im Segment` },
            { value: 'out', label: t`sind nicht im Segment` },
          ]}
          onChange={(next) => onChange({ ...leaf, in: next === 'in' })}
        />
      }
    >
      {words}
    </Editable>
  )
  return leaf.in
    ? is(
        <Trans>
          sind <Op>im Segment</Op> {name}
        </Trans>,
      )
    : is(
        <Trans>
          sind <Op>nicht im Segment</Op> {name}
        </Trans>,
      )
}

function SegmentPicker({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const { t } = useLingui()
  const { segments } = useVocabulary()
  const close = useClose()
  return (
    <Picker
      label={t`Segment`}
      choices={segments}
      selected={[value]}
      nothing={<Trans>Noch kein anderes Segment.</Trans>}
      onPick={(id) => {
        close()
        onChange(id)
      }}
    />
  )
}

function SampleSentence({ leaf, onChange }: Props<LeafOf<'sample'>>) {
  const { t } = useLingui()
  const format = useFormat()
  const share = (
    <Editable
      label={t`Anteil in Prozent`}
      field="percent"
      editor={<SampleEditor value={leaf} onChange={onChange} />}
    >
      <Val>{format.number(leaf.percent)} %</Val>
    </Editable>
  )
  return <Trans>gehören zu den {share}, die das Los getroffen hat</Trans>
}

function CreatedSentence({ leaf, onChange }: Props<LeafOf<'created'>>) {
  const when = <WhenToken when={leaf.when} onChange={(next) => onChange({ ...leaf, when: next })} />
  return <Trans>kamen {when} zum ersten Mal</Trans>
}
