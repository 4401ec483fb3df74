import { Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { SelectField } from '../../ui/form'
import type { NumberOp, ValueTest, When } from './condition'
import { NumberEditor, SeveralEditor, WhenEditor } from './editors'
import classes from './editors.module.css'

type Kind = 'text' | 'several' | 'number' | 'date' | 'flag' | 'known' | 'list'
type Op = ValueTest['op']

const texts: readonly Op[] = [
  'contains',
  'not_contains',
  'starts_with',
  'not_starts_with',
  'ends_with',
  'not_ends_with',
  'matches',
  'not_matches',
]
const numbers: readonly Op[] = ['more_than', 'at_least', 'less_than', 'at_most', 'between']

/** The family of a test; what the value field looks like follows from it. */
export function kindOf(test: ValueTest): Kind {
  if (test.op === 'equals' || test.op === 'not_equals')
    return typeof test.value === 'number' ? 'number' : 'text'
  if (texts.includes(test.op)) return 'text'
  if (numbers.includes(test.op)) return 'number'
  switch (test.op) {
    case 'in':
    case 'not_in':
      return 'several'
    case 'contains_any':
    case 'contains_all':
    case 'length':
      return 'list'
    case 'date':
      return 'date'
    case 'is_true':
    case 'is_false':
      return 'flag'
    default:
      return 'known'
  }
}

interface Props {
  value: ValueTest
  onChange: (test: ValueTest) => void
  /** Values to choose from, where they are a closed list: countries, states of an order. */
  choices?: { value: string; label: string }[]
  /** Dates inside of events are compared once, so they cannot move with time. */
  fixedDates?: boolean
  /** Orders' fields hold texts only. */
  textOnly?: boolean
}

/** Operator and value, by the kind of what is compared. */
export function TestEditor({ value, onChange, choices, fixedDates, textOnly }: Props) {
  const { t } = useLingui()
  const kind = kindOf(value)
  const kinds: { value: Kind; label: string }[] = [
    { value: 'text', label: t`Text` },
    { value: 'several', label: t`Eins von mehreren` },
    ...(textOnly
      ? []
      : [
          { value: 'number' as const, label: t`Zahl` },
          { value: 'date' as const, label: t`Datum` },
          { value: 'flag' as const, label: t`Ja oder nein` },
          { value: 'list' as const, label: t`Liste` },
        ]),
    { value: 'known', label: t`Bekannt oder nicht` },
  ]
  return (
    <div className={classes.editor}>
      <SelectField
        size="xs"
        aria-label={t`Art des Werts`}
        value={kind}
        data={kinds}
        onChange={(event) => onChange(first(event.currentTarget.value as Kind, value, !!fixedDates))}
      />
      <Fields value={value} onChange={onChange} choices={choices} fixedDates={fixedDates} />
    </div>
  )
}

function Fields({ value, onChange, choices, fixedDates }: Props) {
  const { t } = useLingui()
  switch (kindOf(value)) {
    case 'text':
      return (
        <TextFields
          value={value as Extract<ValueTest, { value: string }>}
          onChange={onChange}
          choices={choices}
        />
      )
    case 'several': {
      const test = value as Extract<ValueTest, { op: 'in' | 'not_in' }>
      return (
        <>
          <SelectField
            size="xs"
            aria-label={t`Vergleich`}
            value={test.op}
            data={[
              { value: 'in', label: t`ist eins von` },
              { value: 'not_in', label: t`ist keins von` },
            ]}
            onChange={(event) => onChange({ ...test, op: event.currentTarget.value as 'in' | 'not_in' })}
          />
          <Values
            value={test.value}
            choices={choices}
            onChange={(next) => onChange({ ...test, value: next })}
          />
        </>
      )
    }
    case 'number':
      return (
        <NumberEditor
          label={t`Wert`}
          value={value as Parameters<typeof NumberEditor>[0]['value']}
          onChange={onChange}
        />
      )
    case 'date': {
      const test = value as Extract<ValueTest, { op: 'date' }>
      return (
        <WhenEditor
          value={test.when}
          of={fixedDates ? 'fixed' : 'date'}
          onChange={(when) => onChange({ op: 'date', when })}
        />
      )
    }
    case 'flag':
      return (
        <SelectField
          size="xs"
          aria-label={t`Wert`}
          value={value.op}
          data={[
            { value: 'is_true', label: t`ja` },
            { value: 'is_false', label: t`nein` },
          ]}
          onChange={(event) => onChange({ op: event.currentTarget.value as 'is_true' | 'is_false' })}
        />
      )
    case 'known':
      return (
        <SelectField
          size="xs"
          aria-label={t`Wert`}
          value={value.op}
          data={[
            { value: 'is_set', label: t`ist bekannt` },
            { value: 'is_not_set', label: t`ist nicht bekannt` },
          ]}
          onChange={(event) => onChange({ op: event.currentTarget.value as 'is_set' | 'is_not_set' })}
        />
      )
    case 'list':
      return <ListFields value={value} onChange={onChange} choices={choices} />
  }
}

function TextFields({
  value,
  onChange,
  choices,
}: Omit<Props, 'value'> & { value: Extract<ValueTest, { value: string }> }) {
  const { t } = useLingui()
  const ops: { value: string; label: string }[] = [
    { value: 'equals', label: t`ist` },
    { value: 'not_equals', label: t`ist nicht` },
    { value: 'contains', label: t`enthält` },
    { value: 'not_contains', label: t`enthält nicht` },
    { value: 'starts_with', label: t`beginnt mit` },
    { value: 'not_starts_with', label: t`beginnt nicht mit` },
    { value: 'ends_with', label: t`endet auf` },
    { value: 'not_ends_with', label: t`endet nicht auf` },
    { value: 'matches', label: t`passt zum Muster` },
    { value: 'not_matches', label: t`passt nicht zum Muster` },
  ]
  const closed = choices && (value.op === 'equals' || value.op === 'not_equals')
  const pattern = value.op === 'matches' || value.op === 'not_matches'
  return (
    <>
      <SelectField
        size="xs"
        aria-label={t`Vergleich`}
        value={value.op}
        data={ops}
        onChange={(event) =>
          onChange({ op: event.currentTarget.value as typeof value.op, value: value.value })
        }
      />
      {closed ? (
        <SelectField
          size="xs"
          aria-label={t`Wert`}
          value={value.value}
          data={[
            ...(choices.some((choice) => choice.value === value.value)
              ? []
              : [{ value: value.value, label: value.value || t`Wählen …` }]),
            ...choices,
          ]}
          data-autofocus
          onChange={(event) => onChange({ ...value, value: event.currentTarget.value })}
        />
      ) : (
        <TextInput
          size="xs"
          aria-label={t`Wert`}
          value={value.value}
          maxLength={pattern ? 200 : 1000}
          data-autofocus
          onChange={(event) => onChange({ ...value, value: event.currentTarget.value })}
        />
      )}
      <p className={classes.note}>
        {pattern ? (
          <Trans>Ein regulärer Ausdruck (RE2), der irgendwo im Text passt.</Trans>
        ) : (
          <Trans>Groß und klein zählt nicht.</Trans>
        )}
      </p>
    </>
  )
}

function ListFields({ value, onChange, choices }: Props) {
  const { t } = useLingui()
  const op = value.op as 'contains_any' | 'contains_all' | 'length'
  const values = 'value' in value && Array.isArray(value.value) ? value.value : []
  return (
    <>
      <SelectField
        size="xs"
        aria-label={t`Vergleich`}
        value={op}
        data={[
          { value: 'contains_any', label: t`hat mindestens eins von` },
          { value: 'contains_all', label: t`hat alle von` },
          { value: 'length', label: t`Anzahl der Einträge` },
        ]}
        onChange={(event) => {
          const next = event.currentTarget.value as typeof op
          onChange(
            next === 'length' ? { op: next, is: { op: 'at_least', value: 1 } } : { op: next, value: values },
          )
        }}
      />
      {value.op === 'length' ? (
        <NumberEditor
          whole
          min={0}
          label={t`Anzahl`}
          value={value.is}
          onChange={(is) => onChange({ op: 'length', is })}
        />
      ) : (
        <Values
          value={values}
          choices={choices}
          onChange={(next) => onChange({ op: op as 'contains_any' | 'contains_all', value: next })}
        />
      )}
    </>
  )
}

function Values({
  value,
  choices,
  onChange,
}: {
  value: string[]
  choices?: { value: string; label: string }[]
  onChange: (value: string[]) => void
}) {
  const { t } = useLingui()
  return (
    <SeveralEditor
      label={t`Werte`}
      value={value}
      choices={choices ?? []}
      free={choices ? undefined : (text) => t`„${text}“ dazunehmen`}
      onChange={onChange}
    />
  )
}

/** The first test of another kind, with what can be kept of the one before. */
function first(kind: Kind, before: ValueTest, fixed: boolean): ValueTest {
  const text = 'value' in before && typeof before.value === 'string' ? before.value : ''
  switch (kind) {
    case 'text':
      return { op: 'equals', value: text }
    case 'several':
      return { op: 'in', value: text ? [text] : [] }
    case 'number':
      return { op: 'at_least' as NumberOp, value: Number(text) || 1 }
    case 'date': {
      const when: When = fixed ? { type: 'after', date: '' } : { type: 'last', n: 30, unit: 'days' }
      return { op: 'date', when }
    }
    case 'flag':
      return { op: 'is_true' }
    case 'known':
      return { op: 'is_set' }
    case 'list':
      return { op: 'contains_any', value: text ? [text] : [] }
  }
}
