import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { FlowStep, FlowTrigger } from '../../api/types'
import { useFormat } from '../../ui/format-context'

/** Triggers, rules and exits of flows as sentences. */
export function useFlowWords() {
  const { t } = useLingui()
  const format = useFormat()
  const metric = (name: string) => {
    switch (name) {
      case 'Added to Cart':
        return t`etwas in den Warenkorb legt`
      case 'Started Checkout':
        return t`zur Kasse geht`
      case 'Placed Order':
        return t({ message: 'bestellt', context: 'somebody places an order' })
      case 'Viewed Product':
        return t`ein Produkt ansieht`
      case 'Fulfilled Order':
        return t`beliefert wird`
      default:
        return t`„${name}“ auslöst`
    }
  }
  return {
    metric,
    /** After "Beginnt, wenn jemand …". */
    trigger: (trigger: FlowTrigger) =>
      'metrics' in trigger ? format.either(trigger.metrics.map(metric)) : t`den Newsletter bestätigt`,
    /** Under the name in lists: "Legt etwas in den Warenkorb". */
    triggerShort: (trigger: FlowTrigger) => {
      const text =
        'metrics' in trigger ? format.either(trigger.metrics.map(metric)) : t`den Newsletter bestätigt`
      return t`Wer ${text}`
    },
    filter: (code: string) => {
      switch (code) {
        case 'not_ordered':
          return t`seit dem Anfang nicht bestellt hat`
        case 'cart_open':
          return t`noch etwas im Warenkorb hat`
        default:
          return code.replaceAll('_', ' ')
      }
    },
    reentry: (days: number | null) => {
      if (days === null) return t`Jeder nur einmal`
      if (days === 0) return t`Jederzeit wieder`
      return plural(days, { one: 'Wieder nach # Tag', other: 'Wieder nach # Tagen' })
    },
    /** `exitOn`: the events that end the flow; where it is not orders alone, which one it was is not known. */
    exit: (code: string | null, exitOn: string[]) => {
      switch (code) {
        case 'converted':
          return exitOn.length > 0 && exitOn.every((name) => name === 'Placed Order')
            ? t`hat bestellt`
            : t`Ziel erreicht`
        case 'ordered':
          return t`hat bestellt`
        case 'cart_empty':
          return t`hat den Warenkorb geleert`
        case 'too_late':
          return t`der Zeitpunkt war längst vorbei`
        case 'merged':
          return t`war schon unter anderem Namen drin`
        case null:
          return ''
        default:
          return code.replaceAll('_', ' ')
      }
    },
    /** "1. Mail", in the order they come. */
    step: (steps: FlowStep[], key: string | null) => {
      if (key === null) return t`am Ende`
      const index = steps.findIndex((step) => step.key === key)
      const step = steps[index]
      if (!step) return key
      if (step.kind === 'delay') return t`${format.duration(step.duration)} warten`
      const number = steps.slice(0, index + 1).filter((one) => one.kind === 'send').length
      return t`${number}. Mail`
    },
  }
}
