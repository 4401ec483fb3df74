import { Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { Checkbox } from '../../ui/checkbox'
import { SelectField } from '../../ui/form'
import { useFormat } from '../../ui/format-context'
import { Icon } from '../../ui/icon'
import { addDays } from '../../ui/period'
import type { NumberOp, NumberTest, Span, Unit, When } from './condition'
import classes from './editors.module.css'
import { Picker } from './picker'

/** A number field that may be empty while one types; only whole answers go out. */
export function NumberField({
  label,
  value,
  onChange,
  min,
  max,
  whole,
  auto,
}: {
  label: string
  value: number
  onChange: (value: number) => void
  min?: number
  max?: number
  whole?: boolean
  auto?: boolean
}) {
  const [text, setText] = useState(String(value))
  const [seen, setSeen] = useState(value)
  if (seen !== value) {
    setSeen(value)
    if (Number(text) !== value) setText(String(value))
  }
  const change = (written: string) => {
    setText(written)
    const next = Number(written)
    if (written.trim() === '' || !Number.isFinite(next) || (whole && !Number.isInteger(next))) return
    if ((min !== undefined && next < min) || (max !== undefined && next > max)) return
    onChange(next)
  }
  return (
    <TextInput
      type="number"
      size="xs"
      aria-label={label}
      inputMode={whole ? 'numeric' : 'decimal'}
      min={min}
      max={max}
      step={whole ? 1 : 'any'}
      value={text}
      data-autofocus={auto || undefined}
      onChange={(event) => change(event.currentTarget.value)}
      onBlur={() => setText(String(value))}
    />
  )
}

export function useUnitNames(): Record<Unit, string> {
  const { t } = useLingui()
  return {
    minutes: t`Minuten`,
    hours: t`Stunden`,
    days: t`Tage`,
    weeks: t`Wochen`,
    months: t`Monate`,
    years: t`Jahre`,
  }
}

const units: Unit[] = ['minutes', 'hours', 'days', 'weeks', 'months', 'years']

function UnitField({
  value,
  onChange,
  only = units,
}: {
  value: Unit
  onChange: (unit: Unit) => void
  only?: Unit[]
}) {
  const { t } = useLingui()
  const names = useUnitNames()
  return (
    <SelectField
      size="xs"
      aria-label={t`Einheit`}
      value={value}
      data={only.map((unit) => ({ value: unit, label: names[unit] }))}
      onChange={(event) => onChange(event.currentTarget.value as Unit)}
    />
  )
}

export function SpanFields({
  value,
  onChange,
  only,
}: {
  value: Span
  onChange: (span: Span) => void
  only?: Unit[]
}) {
  const { t } = useLingui()
  return (
    <div className={classes.row} data-first="narrow">
      <NumberField
        auto
        whole
        label={t`Wie viele`}
        min={1}
        max={5_256_000}
        value={value.n}
        onChange={(n) => onChange({ ...value, n })}
      />
      <UnitField value={value.unit} only={only} onChange={(unit) => onChange({ ...value, unit })} />
    </div>
  )
}

interface WhenProps {
  value: When
  /** Something that was done, a day that may lie ahead, or a day that is compared once. */
  of: 'did' | 'date' | 'fixed'
  onChange: (when: When) => void
}

/** When something happened, or on which day something lies. */
export function WhenEditor({ value, of, onChange }: WhenProps) {
  const { t } = useLingui()
  const format = useFormat()
  const kinds: { value: When['type']; label: string }[] = [
    ...(of === 'fixed' ? [] : [{ value: 'last' as const, label: t`in den letzten …` }]),
    ...(of === 'date' ? [{ value: 'next' as const, label: t`in den nächsten …` }] : []),
    ...(of === 'fixed'
      ? []
      : [
          { value: 'at_least_ago' as const, label: t`vor mehr als …` },
          { value: 'between_ago' as const, label: t`vor … bis …` },
        ]),
    { value: 'after', label: t`ab einem Tag` },
    { value: 'before', label: t`vor einem Tag` },
    { value: 'between', label: t`von Tag bis Tag` },
    { value: 'ever', label: of === 'did' ? t`bisher` : t`irgendwann` },
  ]
  return (
    <div className={classes.editor}>
      <SelectField
        size="xs"
        aria-label={t`Wann`}
        value={value.type}
        data={kinds}
        onChange={(event) => onChange(as(event.currentTarget.value as When['type'], value, format.today()))}
      />
      <WhenFields value={value} onChange={onChange} />
      <p className={classes.note}>
        <WhenNote value={value} />
      </p>
    </div>
  )
}

function WhenFields({ value, onChange }: { value: When; onChange: (when: When) => void }) {
  const { t } = useLingui()
  switch (value.type) {
    case 'ever':
      return null
    case 'last':
    case 'next':
    case 'at_least_ago':
      return <SpanFields value={value} onChange={(span) => onChange({ type: value.type, ...span })} />
    case 'between_ago':
      return (
        <>
          <div className={classes.row}>
            <NumberField
              auto
              whole
              label={t`Von`}
              min={1}
              max={value.to - 1}
              value={value.from}
              onChange={(from) => onChange({ ...value, from })}
            />
            <NumberField
              whole
              label={t`Bis`}
              min={value.from + 1}
              value={value.to}
              onChange={(to) => onChange({ ...value, to })}
            />
          </div>
          <UnitField value={value.unit} onChange={(unit) => onChange({ ...value, unit })} />
        </>
      )
    case 'after':
    case 'before':
      return (
        <DayField label={t`Tag`} auto value={value.date} onChange={(date) => onChange({ ...value, date })} />
      )
    case 'between':
      return (
        <div className={classes.row}>
          <DayField
            label={t`Erster Tag`}
            auto
            value={value.from}
            onChange={(from) => onChange({ ...value, from })}
          />
          <DayField label={t`Letzter Tag`} value={value.to} onChange={(to) => onChange({ ...value, to })} />
        </div>
      )
  }
}

function DayField({
  label,
  value,
  onChange,
  auto,
}: {
  label: string
  value: string
  onChange: (day: string) => void
  auto?: boolean
}) {
  return (
    <TextInput
      type="date"
      size="xs"
      aria-label={label}
      value={value}
      data-autofocus={auto || undefined}
      onChange={(event) => event.currentTarget.value && onChange(event.currentTarget.value)}
    />
  )
}

function WhenNote({ value }: { value: When }) {
  switch (value.type) {
    case 'last':
      return <Trans>Wandert mit: Wer herausfällt, geht in derselben Sekunde.</Trans>
    case 'at_least_ago':
      return <Trans>Wandert mit: Wer die Zeit voll hat, zählt in derselben Sekunde.</Trans>
    case 'between_ago':
    case 'next':
      return <Trans>Wandert mit der Zeit.</Trans>
    case 'after':
    case 'before':
    case 'between':
      return <Trans>Tage deines Shops, der genannte Tag zählt ganz.</Trans>
    case 'ever':
      return <Trans>Ohne Grenze.</Trans>
  }
}

/** Another kind of time that keeps what it can of the one before. */
function as(type: When['type'], before: When, today: string): When {
  const span: Span =
    'n' in before
      ? { n: before.n, unit: before.unit }
      : before.type === 'between_ago'
        ? { n: before.to, unit: before.unit }
        : { n: 30, unit: 'days' }
  const day = 'date' in before ? before.date : before.type === 'between' ? before.from : addDays(today, -30)
  switch (type) {
    case 'ever':
      return { type }
    case 'last':
    case 'next':
    case 'at_least_ago':
      return { type, ...span }
    case 'between_ago':
      return { type, from: span.n, to: span.n * 2, unit: span.unit }
    case 'after':
    case 'before':
      return { type, date: day }
    case 'between':
      return { type, from: day, to: day > today ? day : today }
  }
}

interface NumberProps {
  value: NumberTest
  onChange: (value: NumberTest) => void
  label: string
  whole?: boolean
  min?: number
  /** Times are compared by other words: "öfter als". */
  times?: boolean
  note?: ReactNode
}

export function NumberEditor({ value, onChange, label, whole, min, times, note }: NumberProps) {
  const { t } = useLingui()
  const ops: { value: NumberTest['op']; label: string }[] = [
    { value: 'at_least', label: t`mindestens` },
    { value: 'more_than', label: times ? t`öfter als` : t`mehr als` },
    { value: 'equals', label: t`genau` },
    { value: 'at_most', label: t`höchstens` },
    { value: 'less_than', label: times ? t`seltener als` : t`weniger als` },
    { value: 'between', label: t`zwischen` },
    { value: 'not_equals', label: t`nicht genau` },
  ]
  const change = (op: NumberTest['op']) => {
    const known = value.op === 'between' ? value.from : value.value
    onChange(
      op === 'between'
        ? { op, from: known, to: value.op === 'between' ? value.to : known + (whole ? 2 : 50) }
        : { op: op as NumberOp, value: known },
    )
  }
  return (
    <div className={classes.editor}>
      <div className={classes.row}>
        <SelectField
          size="xs"
          aria-label={t`Vergleich`}
          value={value.op}
          data={ops}
          onChange={(event) => change(event.currentTarget.value as NumberTest['op'])}
        />
        {value.op !== 'between' && (
          <NumberField
            auto
            whole={whole}
            min={min}
            label={label}
            value={value.value}
            onChange={(next) => onChange({ op: value.op, value: next })}
          />
        )}
      </div>
      {value.op === 'between' && (
        <div className={classes.row}>
          <NumberField
            auto
            whole={whole}
            min={min}
            label={t`Von`}
            value={value.from}
            onChange={(from) => onChange({ ...value, from })}
          />
          <NumberField
            whole={whole}
            min={min}
            label={t`Bis`}
            value={value.to}
            onChange={(to) => onChange({ ...value, to })}
          />
        </div>
      )}
      {note && <p className={classes.note}>{note}</p>}
    </div>
  )
}

interface SeveralProps {
  label: string
  value: string[]
  choices: { value: string; label: string }[]
  onChange: (value: string[]) => void
  free?: (text: string) => string
  note?: ReactNode
}

/** Several of a list, each a chip that can be taken out again. */
export function SeveralEditor({ label, value, choices, onChange, free, note }: SeveralProps) {
  const { t } = useLingui()
  const nameOf = (one: string) => choices.find((choice) => choice.value === one)?.label ?? one
  return (
    <div className={classes.editor}>
      {value.length > 0 && (
        <ul className={classes.chips} aria-label={label}>
          {value.map((one) => (
            <li key={one} className={classes.chip}>
              <bdi>{nameOf(one)}</bdi>
              <button
                type="button"
                aria-label={t`${nameOf(one)} herausnehmen`}
                onClick={() => onChange(value.filter((other) => other !== one))}
              >
                <Icon of={IconX} size={13} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <Picker
        label={label}
        choices={choices}
        selected={value}
        free={free}
        nothing={choices.length === 0 ? <Trans>Schreib einen Wert und drück Enter.</Trans> : undefined}
        onPick={(one) =>
          onChange(value.includes(one) ? value.filter((other) => other !== one) : [...value, one])
        }
      />
      {note && <p className={classes.note}>{note}</p>}
    </div>
  )
}

interface ChecksProps<Value extends string> {
  label: string
  value: readonly Value[]
  options: { value: Value; label: string }[]
  onChange: (value: Value[]) => void
  note?: ReactNode
}

export function ChecksEditor<Value extends string>({
  label,
  value,
  options,
  onChange,
  note,
}: ChecksProps<Value>) {
  return (
    <fieldset className={classes.editor} style={{ border: 0, margin: 0, padding: 0 }}>
      <legend className={classes.heading}>{label}</legend>
      <div className={classes.checks}>
        {options.map((option) => (
          <Checkbox
            key={option.value}
            label={option.label}
            checked={value.includes(option.value)}
            onChange={(event) =>
              onChange(
                event.currentTarget.checked
                  ? [...value, option.value]
                  : value.filter((other) => other !== option.value),
              )
            }
          />
        ))}
      </div>
      {note && <p className={classes.note}>{note}</p>}
    </fieldset>
  )
}

interface OneProps<Value extends string> {
  label: string
  value: Value
  options: { value: Value; label: string }[]
  onChange: (value: Value) => void
}

export function OneOf<Value extends string>({ label, value, options, onChange }: OneProps<Value>) {
  return (
    <SelectField
      size="xs"
      label={label}
      value={value}
      data={options}
      onChange={(event) => onChange(event.currentTarget.value as Value)}
    />
  )
}

export const Stack = ({ children }: { children: ReactNode }) => (
  <div className={classes.editor}>{children}</div>
)

export const Note = ({ children }: { children: ReactNode }) => <p className={classes.note}>{children}</p>
