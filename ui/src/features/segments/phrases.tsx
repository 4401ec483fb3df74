import { Plural, Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useFormat } from '../../ui/format-context'
import type { NumberTest, Span, Unit, When } from './condition'
import { Op, Val } from './token'

/**
 * Parts of sentences that stand in any of them unchanged: lengths of time, stretches of time, amounts. Each
 * is a template of its own in both languages, so that case and order are the language's.
 */

/** After a preposition: "60 Tagen", "einem Monat" · "60 days", "1 month". */
export function Length({ n, unit }: Span) {
  switch (unit) {
    case 'minutes':
      return (
        <Trans>
          <Plural value={n} one="einer Minute" other="# Minuten" />
        </Trans>
      )
    case 'hours':
      return (
        <Trans>
          <Plural value={n} one="einer Stunde" other="# Stunden" />
        </Trans>
      )
    case 'days':
      return (
        <Trans>
          <Plural value={n} one="einem Tag" other="# Tagen" />
        </Trans>
      )
    case 'weeks':
      return (
        <Trans>
          <Plural value={n} one="einer Woche" other="# Wochen" />
        </Trans>
      )
    case 'months':
      return (
        <Trans>
          <Plural value={n} one="einem Monat" other="# Monaten" />
        </Trans>
      )
    case 'years':
      return (
        <Trans>
          <Plural value={n} one="einem Jahr" other="# Jahren" />
        </Trans>
      )
  }
}

function LastOne({ unit }: { unit: Unit }) {
  switch (unit) {
    case 'minutes':
      return (
        <Trans>
          in der <Op>letzten</Op> <Val>Minute</Val>
        </Trans>
      )
    case 'hours':
      return (
        <Trans>
          in der <Op>letzten</Op> <Val>Stunde</Val>
        </Trans>
      )
    case 'days':
      return (
        <Trans>
          am <Op>letzten</Op> <Val>Tag</Val>
        </Trans>
      )
    case 'weeks':
      return (
        <Trans>
          in der <Op>letzten</Op> <Val>Woche</Val>
        </Trans>
      )
    case 'months':
      return (
        <Trans>
          im <Op>letzten</Op> <Val>Monat</Val>
        </Trans>
      )
    case 'years':
      return (
        <Trans>
          im <Op>letzten</Op> <Val>Jahr</Val>
        </Trans>
      )
  }
}

function NextOne({ unit }: { unit: Unit }) {
  switch (unit) {
    case 'minutes':
      return (
        <Trans>
          in der <Op>nächsten</Op> <Val>Minute</Val>
        </Trans>
      )
    case 'hours':
      return (
        <Trans>
          in der <Op>nächsten</Op> <Val>Stunde</Val>
        </Trans>
      )
    case 'days':
      return (
        <Trans>
          am <Op>nächsten</Op> <Val>Tag</Val>
        </Trans>
      )
    case 'weeks':
      return (
        <Trans>
          in der <Op>nächsten</Op> <Val>Woche</Val>
        </Trans>
      )
    case 'months':
      return (
        <Trans>
          im <Op>nächsten</Op> <Val>Monat</Val>
        </Trans>
      )
    case 'years':
      return (
        <Trans>
          im <Op>nächsten</Op> <Val>Jahr</Val>
        </Trans>
      )
  }
}

export function LastPhrase({ n, unit }: Span) {
  if (n === 1) return <LastOne unit={unit} />
  const length = (
    <Val>
      <Length n={n} unit={unit} />
    </Val>
  )
  return (
    <Trans>
      in den <Op>letzten</Op> {length}
    </Trans>
  )
}

export function NextPhrase({ n, unit }: Span) {
  if (n === 1) return <NextOne unit={unit} />
  const length = (
    <Val>
      <Length n={n} unit={unit} />
    </Val>
  )
  return (
    <Trans>
      in den <Op>nächsten</Op> {length}
    </Trans>
  )
}

interface WhenProps {
  when: When
  /** `did`: something that was done; `date`: a day that may lie ahead. */
  of: 'did' | 'date'
}

/** A stretch of time: "in den letzten 12 Monaten", "vor mehr als 60 Tagen", "seit dem 1. Nov. 2026". */
export function WhenPhrase({ when, of }: WhenProps) {
  switch (when.type) {
    case 'ever':
      return of === 'did' ? (
        <Trans>
          <Op>bisher</Op>
        </Trans>
      ) : (
        <Trans>
          <Op>irgendwann</Op>
        </Trans>
      )
    case 'last':
      return <LastPhrase n={when.n} unit={when.unit} />
    case 'next':
      return <NextPhrase n={when.n} unit={when.unit} />
    case 'at_least_ago': {
      const length = (
        <Val>
          <Length n={when.n} unit={when.unit} />
        </Val>
      )
      return (
        <Trans>
          <Op>vor mehr als</Op> {length}
        </Trans>
      )
    }
    case 'between_ago': {
      const from = when.from
      const to = <Length n={when.to} unit={when.unit} />
      return (
        <Trans>
          <Op>vor</Op>{' '}
          <Val>
            {from} bis {to}
          </Val>
        </Trans>
      )
    }
    case 'after': {
      const day = <Day day={when.date} />
      return of === 'did' ? (
        <Trans>
          <Op>seit dem</Op> {day}
        </Trans>
      ) : (
        <Trans>
          <Op>ab dem</Op> {day}
        </Trans>
      )
    }
    case 'before': {
      const day = <Day day={when.date} />
      return (
        <Trans>
          <Op>vor dem</Op> {day}
        </Trans>
      )
    }
    case 'between': {
      const from = <Day day={when.from} />
      const to = <Day day={when.to} />
      return (
        <Trans>
          <Op>vom</Op> {from} <Op>bis zum</Op> {to}
        </Trans>
      )
    }
  }
}

function Day({ day }: { day: string }) {
  const format = useFormat()
  if (!day)
    return (
      <Val empty>
        <Trans>Tag wählen</Trans>
      </Val>
    )
  return <Val>{format.dayLong(day)}</Val>
}

function Times({ n }: { n: number }) {
  return (
    <Trans>
      <Plural value={n} one="einmal" other="#-mal" />
    </Trans>
  )
}

/** How often: "mindestens 3-mal" · "at least 3 times". */
export function TimesPhrase({ is }: { is: NumberTest }) {
  const format = useFormat()
  if (is.op === 'between') {
    const from = format.number(is.from)
    const to = format.number(is.to)
    return (
      <Trans>
        <Op>zwischen</Op>{' '}
        <Val>
          {from}- und {to}-mal
        </Val>
      </Trans>
    )
  }
  const times = (
    <Val>
      <Times n={is.value} />
    </Val>
  )
  switch (is.op) {
    case 'equals':
      return (
        <Trans>
          <Op>genau</Op> {times}
        </Trans>
      )
    case 'not_equals':
      return (
        <Trans>
          <Op>nicht genau</Op> {times}
        </Trans>
      )
    case 'more_than':
      return (
        <Trans>
          <Op>öfter als</Op> {times}
        </Trans>
      )
    case 'at_least':
      return (
        <Trans>
          <Op>mindestens</Op> {times}
        </Trans>
      )
    case 'less_than':
      return (
        <Trans>
          <Op>seltener als</Op> {times}
        </Trans>
      )
    case 'at_most':
      return (
        <Trans>
          <Op>höchstens</Op> {times}
        </Trans>
      )
  }
}

interface AmountProps {
  is: NumberTest
  /** How a number of this kind is written: "150 €". */
  write: (value: number) => ReactNode
}

/** How much: "mehr als 150 €", "zwischen 20 und 50". */
export function AmountPhrase({ is, write }: AmountProps) {
  if (is.op === 'between') {
    const from = <Val>{write(is.from)}</Val>
    const to = <Val>{write(is.to)}</Val>
    return (
      <Trans>
        <Op>zwischen</Op> {from} und {to}
      </Trans>
    )
  }
  const amount = <Val>{write(is.value)}</Val>
  switch (is.op) {
    case 'equals':
      return (
        <Trans>
          <Op>genau</Op> {amount}
        </Trans>
      )
    case 'not_equals':
      return (
        <Trans>
          <Op>nicht genau</Op> {amount}
        </Trans>
      )
    case 'more_than':
      return (
        <Trans>
          <Op>mehr als</Op> {amount}
        </Trans>
      )
    case 'at_least':
      return (
        <Trans>
          <Op>mindestens</Op> {amount}
        </Trans>
      )
    case 'less_than':
      return (
        <Trans>
          <Op>weniger als</Op> {amount}
        </Trans>
      )
    case 'at_most':
      return (
        <Trans>
          <Op>höchstens</Op> {amount}
        </Trans>
      )
  }
}
