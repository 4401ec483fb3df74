import { Plural, Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useFormat } from '../../ui/format-context'
import type { NumberTest, ValueTest } from './condition'
import { LastPhrase, NextPhrase, WhenPhrase } from './phrases'
import { Op, Val } from './token'

interface Props {
  /** What is being tested: "Stadt". */
  subject: ReactNode
  test: ValueTest
  /** How a text of this kind is shown: "DE" as "Deutschland". */
  show?: (value: string) => string
}

/** A test as a main clause: "Stadt ist Kiel", "Name enthält nicht Test", "Alter ist größer als 30". */
export function Clause({ subject, test, show = (value) => value }: Props) {
  const format = useFormat()
  const text = (value: string) =>
    value === '' ? (
      <Val empty>
        <Trans>Wert wählen</Trans>
      </Val>
    ) : (
      <Val>{show(value)}</Val>
    )
  const several = (values: string[], join: (items: string[]) => string) =>
    values.length === 0 ? text('') : <Val>{join(values.map(show))}</Val>
  switch (test.op) {
    case 'equals':
    case 'not_equals': {
      const value = typeof test.value === 'number' ? <Val>{format.number(test.value)}</Val> : text(test.value)
      return test.op === 'equals' ? (
        <Trans>
          {subject} <Op>ist</Op> {value}
        </Trans>
      ) : (
        <Trans>
          {subject} <Op>ist nicht</Op> {value}
        </Trans>
      )
    }
    case 'contains': {
      const value = text(test.value)
      return (
        <Trans>
          {subject} <Op>enthält</Op> {value}
        </Trans>
      )
    }
    case 'not_contains': {
      const value = text(test.value)
      return (
        <Trans>
          {subject} <Op>enthält nicht</Op> {value}
        </Trans>
      )
    }
    case 'starts_with': {
      const value = text(test.value)
      return (
        <Trans>
          {subject} <Op>beginnt mit</Op> {value}
        </Trans>
      )
    }
    case 'not_starts_with': {
      const value = text(test.value)
      return (
        <Trans>
          {subject} <Op>beginnt nicht mit</Op> {value}
        </Trans>
      )
    }
    case 'ends_with': {
      const value = text(test.value)
      return (
        <Trans>
          {subject} <Op>endet auf</Op> {value}
        </Trans>
      )
    }
    case 'not_ends_with': {
      const value = text(test.value)
      return (
        <Trans>
          {subject} <Op>endet nicht auf</Op> {value}
        </Trans>
      )
    }
    case 'matches': {
      const value = text(test.value)
      return (
        <Trans>
          {subject} <Op>passt zum Muster</Op> {value}
        </Trans>
      )
    }
    case 'not_matches': {
      const value = text(test.value)
      return (
        <Trans>
          {subject} <Op>passt nicht zum Muster</Op> {value}
        </Trans>
      )
    }
    case 'in': {
      const values = several(test.value, format.either)
      return (
        <Trans>
          {subject} <Op>ist eins von</Op> {values}
        </Trans>
      )
    }
    case 'not_in': {
      const values = several(test.value, format.either)
      return (
        <Trans>
          {subject} <Op>ist keins von</Op> {values}
        </Trans>
      )
    }
    case 'contains_any': {
      const values = several(test.value, format.either)
      return (
        <Trans>
          {subject} <Op>hat mindestens eins von</Op> {values}
        </Trans>
      )
    }
    case 'contains_all': {
      const values = several(test.value, format.list)
      return (
        <Trans>
          {subject} <Op>hat alle von</Op> {values}
        </Trans>
      )
    }
    case 'is_set':
      return (
        <Trans>
          {subject} <Op>ist bekannt</Op>
        </Trans>
      )
    case 'is_not_set':
      return (
        <Trans>
          {subject} <Op>ist nicht bekannt</Op>
        </Trans>
      )
    case 'is_true':
      return (
        <Trans>
          {subject} <Op>ist</Op> <Val>ja</Val>
        </Trans>
      )
    case 'is_false':
      return (
        <Trans>
          {subject} <Op>ist</Op> <Val>nein</Val>
        </Trans>
      )
    case 'length':
      return <LengthClause subject={subject} is={test.is} />
    case 'date':
      return <DateClause subject={subject} test={test} />
    default:
      return <NumberClause subject={subject} is={test} />
  }
}

function NumberClause({ subject, is }: { subject: ReactNode; is: NumberTest }) {
  const format = useFormat()
  if (is.op === 'between') {
    const from = <Val>{format.number(is.from)}</Val>
    const to = <Val>{format.number(is.to)}</Val>
    return (
      <Trans>
        {subject} <Op>liegt zwischen</Op> {from} und {to}
      </Trans>
    )
  }
  const value = <Val>{format.number(is.value)}</Val>
  switch (is.op) {
    case 'more_than':
      return (
        <Trans>
          {subject} <Op>ist größer als</Op> {value}
        </Trans>
      )
    case 'at_least':
      return (
        <Trans>
          {subject} <Op>ist mindestens</Op> {value}
        </Trans>
      )
    case 'less_than':
      return (
        <Trans>
          {subject} <Op>ist kleiner als</Op> {value}
        </Trans>
      )
    case 'at_most':
      return (
        <Trans>
          {subject} <Op>ist höchstens</Op> {value}
        </Trans>
      )
    case 'equals':
      return (
        <Trans>
          {subject} <Op>ist</Op> {value}
        </Trans>
      )
    case 'not_equals':
      return (
        <Trans>
          {subject} <Op>ist nicht</Op> {value}
        </Trans>
      )
  }
}

/** How many entries a list has. */
function LengthClause({ subject, is }: { subject: ReactNode; is: NumberTest }) {
  const format = useFormat()
  if (is.op === 'between') {
    const from = <Val>{format.number(is.from)}</Val>
    const to = <Val>{format.number(is.to)}</Val>
    return (
      <Trans>
        {subject} <Op>hat zwischen</Op> {from} und {to} <Op>Einträge</Op>
      </Trans>
    )
  }
  const entries = (
    <Val>
      <Trans>
        <Plural value={is.value} one="einen Eintrag" other="# Einträge" />
      </Trans>
    </Val>
  )
  switch (is.op) {
    case 'more_than':
      return (
        <Trans>
          {subject} <Op>hat mehr als</Op> {entries}
        </Trans>
      )
    case 'at_least':
      return (
        <Trans>
          {subject} <Op>hat mindestens</Op> {entries}
        </Trans>
      )
    case 'less_than':
      return (
        <Trans>
          {subject} <Op>hat weniger als</Op> {entries}
        </Trans>
      )
    case 'at_most':
      return (
        <Trans>
          {subject} <Op>hat höchstens</Op> {entries}
        </Trans>
      )
    case 'equals':
      return (
        <Trans>
          {subject} <Op>hat genau</Op> {entries}
        </Trans>
      )
    case 'not_equals':
      return (
        <Trans>
          {subject} <Op>hat nicht genau</Op> {entries}
        </Trans>
      )
  }
}

/** A day: "Geburtstag liegt in den nächsten 7 Tagen". */
function DateClause({ subject, test }: { subject: ReactNode; test: Extract<ValueTest, { op: 'date' }> }) {
  const { when } = test
  const phrase =
    when.type === 'last' ? (
      <LastPhrase n={when.n} unit={when.unit} />
    ) : when.type === 'next' ? (
      <NextPhrase n={when.n} unit={when.unit} />
    ) : (
      <WhenPhrase when={when} of="date" />
    )
  return (
    <Trans>
      {subject} liegt {phrase}
    </Trans>
  )
}
