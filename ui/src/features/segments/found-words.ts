import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { SegmentExplained } from '../../api/types'
import { useFormat } from '../../ui/format-context'
import { useConsentWords } from '../../words/consent-words'
import { useRfmWords } from '../../words/rfm-words'
import { useTraitWords } from '../../words/trait-words'
import type { Leaf } from './condition'

/** What was found for one condition at one person: "5-mal, zuletzt am 2. September". */
export function useFoundWords() {
  const { t } = useLingui()
  const format = useFormat()
  const consent = useConsentWords()
  const trait = useTraitWords()
  const rfm = useRfmWords()
  const times = (count: number) =>
    count === 0 ? t`kein Mal` : plural(count, { one: 'einmal', other: '#-mal' })
  const withLast = (text: string, last: string | null) => {
    if (!last) return text
    const day = format.date(last)
    return t`${text}, zuletzt am ${day}`
  }
  return (leaf: Leaf, found: SegmentExplained): string => {
    const { count, last, value } = found
    const on = last ? format.date(last) : null
    switch (leaf.type) {
      case 'did':
        if (count === null) return t`nichts gefunden`
        return withLast((leaf.measure ?? 'count') === 'count' ? times(count) : format.number(count), last)
      case 'orders': {
        if (!('is' in leaf)) return on ? t`am ${on}` : t`nie bestellt`
        if (count === null) return t`keine passende Bestellung`
        if (leaf.measure === 'count') return withLast(times(count), last)
        if (leaf.measure === 'days_between') {
          return plural(Math.round(count), { one: 'ein Tag im Schnitt', other: '# Tage im Schnitt' })
        }
        return format.money({ amount: count, currency: leaf.currency ?? format.currency })
      }
      case 'funnel':
        if (on) return t`zuletzt am ${on}`
        return found.holds ? t`ja` : t`nein`
      case 'trait':
        if (value === null || value === '') return t`nicht bekannt`
        return trait.value(value, leaf.name)
      case 'anniversary':
        return value ? trait.value(value, leaf.trait) : t`nicht bekannt`
      case 'language':
        return value ? format.language(String(value)) : t`nicht bekannt`
      case 'consent': {
        const state = stateOf(value)
        if (state === null) return t`nie gefragt`
        const said = consent.state(state)
        return on ? t`${said} am ${on}` : said
      }
      case 'suppressed':
        if (value) return consent.suppression(String(value))
        return found.holds ? t`gesperrt` : t`nicht gesperrt`
      case 'created':
        return on ? t`am ${on}` : t`nicht bekannt`
      case 'segment':
        return found.holds === leaf.in ? t`ist drin` : t`ist nicht drin`
      case 'flow':
        if (count === 0) return t`war noch nie drin`
        return on ? t`zuletzt hineingekommen am ${on}` : found.holds ? t`ja` : t`nein`
      case 'received':
        return withLast(times(count ?? 0), last)
      case 'rfm': {
        if (value === 'too_few_buyers') return t`zu wenige Käufer für einen Vergleich`
        if (count === null) return t`keine Bestellung in zwei Jahren`
        return rfm.groupAndScore(String(value), count)
      }
      case 'value_decile':
        if (value === 'too_few_buyers') return t`zu wenige Käufer für einen Vergleich`
        return count === null ? t`nie bestellt` : t`${count}. Zehntel`
      case 'list':
        return on ? t`seit ${on} darauf` : t`nicht darauf`
      case 'known_by':
      case 'shop':
      case 'reachable':
      case 'sample':
        return found.holds ? t`ja` : t`nein`
    }
  }
}

function stateOf(value: unknown) {
  const state = String(value ?? '').toLowerCase()
  return state === 'subscribed' || state === 'unsubscribed' || state === 'pending' ? state : null
}
