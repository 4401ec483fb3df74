import { Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { useFormat } from '../../ui/format-context'
import { Icon } from '../../ui/icon'
import { MenuItem, MenuPanel } from '../../ui/menu'
import { usePopup } from '../../ui/popup'
import { readable } from '../../words/readable'
import { useTraitWords } from '../../words/trait-words'
import type {
  Filter,
  Funnel,
  Happening,
  OrderField,
  OrderFilter,
  Orders,
  Trait,
  ValueTest,
} from './condition'
import { NumberField, OneOf, SpanFields, Stack } from './editors'
import { Picker } from './picker'
import classes from './sentence.module.css'
import { TestEditor } from './test-editor'
import { isCountry, useVocabulary } from './vocabulary'

/** What somebody did or did not do. */
export function DeedEditor({
  value,
  did,
  onChange,
}: {
  value: string
  did?: boolean
  onChange: (metric: string, did: boolean) => void
}) {
  const { t } = useLingui()
  const { metrics } = useVocabulary()
  return (
    <Stack>
      {did !== undefined && (
        <OneOf
          label={t`Das`}
          value={did ? 'yes' : 'no'}
          options={[
            { value: 'yes', label: t`haben sie getan` },
            { value: 'no', label: t`haben sie nicht getan` },
          ]}
          onChange={(next) => onChange(value, next === 'yes')}
        />
      )}
      <Picker
        label={t`Was jemand tut`}
        choices={metrics}
        selected={[value]}
        free={(text) => t`Ereignis „${text}“`}
        onPick={(metric) => onChange(metric, did ?? true)}
      />
    </Stack>
  )
}

/** The chosen one with a way to another. */
function Chosen({ label, name, onChange }: { label: string; name: string; onChange: () => void }) {
  const { t } = useLingui()
  return (
    <p className={classes.choosing}>
      <bdi>{name}</bdi>
      <button type="button" className={classes.link} aria-label={t`${label} ändern`} onClick={onChange}>
        <Trans>Ändern</Trans>
      </button>
    </p>
  )
}

export function TraitEditor({ value, onChange }: { value: Trait; onChange: (trait: Trait) => void }) {
  const { t } = useLingui()
  const words = useTraitWords()
  const { traits, countries } = useVocabulary()
  const [choosing, setChoosing] = useState(value.name === '')
  const { type: _, name, ...test } = value
  if (choosing) {
    return (
      <Picker
        label={t`Merkmal`}
        choices={traits}
        selected={[name]}
        free={(text) => t`Merkmal „${text}“`}
        onPick={(next) => {
          setChoosing(false)
          onChange({ type: 'trait', name: next, ...(test as ValueTest) })
        }}
      />
    )
  }
  return (
    <Stack>
      <Chosen label={t`Merkmal`} name={words.name(name)} onChange={() => setChoosing(true)} />
      <TestEditor
        value={test as ValueTest}
        choices={isCountry(name) ? countries : undefined}
        onChange={(next) => onChange({ type: 'trait', name, ...next })}
      />
    </Stack>
  )
}

export function TraitPicker({ value, onChange }: { value: string; onChange: (trait: string) => void }) {
  const { t } = useLingui()
  const { traits } = useVocabulary()
  return (
    <Picker
      label={t`Merkmal`}
      choices={traits}
      selected={[value]}
      free={(text) => t`Merkmal „${text}“`}
      onPick={onChange}
    />
  )
}

/** Properties that were seen, or any other by its path. */
export function PropertyField({
  label,
  value,
  properties,
  onChange,
}: {
  label: string
  value: string
  properties: string[]
  onChange: (property: string) => void
}) {
  const id = useId()
  return (
    <>
      <TextInput
        size="xs"
        label={label}
        list={id}
        value={value}
        maxLength={128}
        data-autofocus={value === '' || undefined}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <datalist id={id}>
        {properties.map((property) => (
          <option key={property} value={property}>
            {readable(property)}
          </option>
        ))}
      </datalist>
    </>
  )
}

export function FilterEditor({
  value,
  properties,
  onChange,
  onRemove,
}: {
  value: Filter
  properties: string[]
  onChange: (filter: Filter) => void
  onRemove: () => void
}) {
  const { t } = useLingui()
  const { property, ...test } = value
  return (
    <Stack>
      <PropertyField
        label={t`Eigenschaft`}
        value={property}
        properties={properties}
        onChange={(next) => onChange({ property: next, ...(test as ValueTest) })}
      />
      <TestEditor fixedDates value={test as ValueTest} onChange={(next) => onChange({ property, ...next })} />
      <Removing onRemove={onRemove} />
    </Stack>
  )
}

export function OrderFilterEditor({
  value,
  onChange,
  onRemove,
}: {
  value: OrderFilter
  onChange: (filter: OrderFilter) => void
  onRemove: () => void
}) {
  const { t } = useLingui()
  const names = useOrderFields()
  const { field, ...test } = value
  return (
    <Stack>
      <OneOf<OrderField>
        label={t`Eigenschaft der Bestellung`}
        value={field}
        options={(Object.keys(names) as OrderField[]).map((key) => ({ value: key, label: names[key] }))}
        onChange={(next) => onChange({ field: next, ...(test as ValueTest) })}
      />
      <TestEditor textOnly value={test as ValueTest} onChange={(next) => onChange({ field, ...next })} />
      <Removing onRemove={onRemove} />
    </Stack>
  )
}

function Removing({ onRemove }: { onRemove: () => void }) {
  return (
    <div>
      <button type="button" className={classes.remove} onClick={onRemove}>
        <Trans>Herausnehmen</Trans>
      </button>
    </div>
  )
}

export function useOrderFields(): Record<OrderField, string> {
  const { t } = useLingui()
  return {
    title: t`Produkt`,
    product: t`Produktnummer`,
    sku: t`Artikelnummer`,
    category: t`Kategorie`,
    coupon: t`Gutschein`,
    status: t`Stand`,
  }
}

type OrderFigure = Orders['measure'] | 'nothing'

/** What of somebody's orders is looked at. */
export function OrdersEditor({ value, onChange }: { value: Orders; onChange: (orders: Orders) => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const figure: OrderFigure = value.measure === 'count' && isNone(value) ? 'nothing' : value.measure
  const options: { value: OrderFigure; label: string }[] = [
    { value: 'count', label: t`wie oft sie bestellt haben` },
    { value: 'nothing', label: t`dass sie nichts bestellt haben` },
    { value: 'net', label: t`was sie ausgegeben haben, ohne Erstattetes` },
    { value: 'total', label: t`was sie ausgegeben haben` },
    { value: 'average', label: t`den Wert einer Bestellung im Schnitt` },
    { value: 'refunded', label: t`was ihnen erstattet wurde` },
    { value: 'days_between', label: t`die Tage zwischen Bestellungen` },
    { value: 'first', label: t`die erste Bestellung` },
    { value: 'last', label: t`die letzte Bestellung` },
  ]
  const money = isMoney(value.measure)
  return (
    <Stack>
      <OneOf<OrderFigure>
        label={t`Schau auf`}
        value={figure}
        options={options}
        onChange={(next) => onChange(ordersOf(next, value, format.currency))}
      />
      {money && (
        <TextInput
          size="xs"
          label={t`Währung`}
          value={value.currency ?? ''}
          maxLength={3}
          onChange={(event) => onChange({ ...value, currency: event.currentTarget.value.toUpperCase() })}
        />
      )}
    </Stack>
  )
}

const isMoney = (measure: Orders['measure']) =>
  measure === 'net' || measure === 'total' || measure === 'average' || measure === 'refunded'

const isNone = (value: Orders) => 'is' in value && value.is.op === 'equals' && value.is.value === 0

/** The same orders, looked at for another figure. */
export function ordersOf(figure: OrderFigure, before: Orders, currency: string): Orders {
  const { type, shop, where, when } = before
  const which = { type, ...(shop ? { shop } : {}), ...(where?.length ? { where } : {}), when }
  switch (figure) {
    case 'first':
    case 'last':
      return { ...which, measure: figure }
    case 'nothing':
      return { ...which, measure: 'count', is: { op: 'equals', value: 0 } }
    case 'count':
      return { ...which, measure: figure, is: { op: 'at_least', value: 1 } }
    case 'days_between':
      return { ...which, measure: figure, is: { op: 'less_than', value: 30 } }
    default:
      return {
        ...which,
        measure: figure,
        currency: before.currency ?? currency,
        is: isMoney(before.measure) && 'is' in before ? before.is : { op: 'more_than', value: 100 },
      }
  }
}

export function WithinEditor({ value, onChange }: { value: Funnel; onChange: (funnel: Funnel) => void }) {
  const { t } = useLingui()
  return (
    <Stack>
      <OneOf
        label={t`Das Zweite`}
        value={value.happens ? 'yes' : 'no'}
        options={[
          { value: 'yes', label: t`geschieht in dieser Zeit` },
          { value: 'no', label: t`bleibt in dieser Zeit aus` },
        ]}
        onChange={(next) => onChange({ ...value, happens: next === 'yes' })}
      />
      <SpanFields value={value.within} onChange={(within) => onChange({ ...value, within })} />
    </Stack>
  )
}

export function SampleEditor({
  value,
  onChange,
}: {
  value: { type: 'sample'; percent: number; key: string }
  onChange: (sample: { type: 'sample'; percent: number; key: string }) => void
}) {
  const { t } = useLingui()
  return (
    <Stack>
      <NumberField
        auto
        label={t`Anteil in Prozent`}
        min={0.01}
        max={99.99}
        value={value.percent}
        onChange={(percent) => onChange({ ...value, percent: Math.round(percent * 100) / 100 })}
      />
      <TextInput
        size="xs"
        label={t`Name der Auslosung`}
        description={t`Derselbe Name zieht überall dieselben Menschen, ein anderer andere.`}
        value={value.key}
        maxLength={128}
        onChange={(event) => onChange({ ...value, key: event.currentTarget.value })}
      />
    </Stack>
  )
}

export interface Extra {
  key: string
  label: string
  add: () => void
}

/** "+" at a sentence's end: what can still be said more closely. */
export function MoreToken({ extras }: { extras: Extra[] }) {
  const { t } = useLingui()
  const popup = usePopup('menu')
  if (extras.length === 0) return null
  return (
    <>
      <button
        type="button"
        {...popup.target}
        className={classes.more}
        aria-label={t`Genauer sagen`}
        data-tip={t`Genauer sagen`}
      >
        <Icon of={IconPlus} size={15} />
      </button>
      <MenuPanel popup={popup} label={t`Genauer sagen`}>
        {extras.map((extra) => (
          <MenuItem key={extra.key} popup={popup} onClick={extra.add}>
            {extra.label}
          </MenuItem>
        ))}
      </MenuPanel>
    </>
  )
}

export const withFilter = <T extends Happening>(what: T): T => ({
  ...what,
  where: [...(what.where ?? []), { property: '', op: 'equals', value: '' }],
})
