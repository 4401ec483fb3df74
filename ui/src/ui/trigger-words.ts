import { useLingui } from '@lingui/react/macro'
import type { FlowTrigger } from '../api/types'

/** What starts a flow, in words: "Legt etwas in den Warenkorb oder geht zur Kasse". */
export function useTriggerWords() {
  const { t, i18n } = useLingui()
  const metricWords: Record<string, string> = {
    'Added to Cart': t`legt etwas in den Warenkorb`,
    'Started Checkout': t`geht zur Kasse`,
    'Placed Order': t`bestellt`,
    'Viewed Product': t`sieht sich ein Produkt an`,
    'Fulfilled Order': t`bekommt eine Bestellung`,
  }
  const either = new Intl.ListFormat(i18n.locale, { type: 'disjunction' })
  return (trigger: FlowTrigger): string => {
    if ('consent' in trigger) return t`Erlaubt Werbung per E-Mail`
    const sentence = either.format(trigger.metrics.map((metric) => metricWords[metric] ?? metric))
    return sentence.charAt(0).toUpperCase() + sentence.slice(1)
  }
}
