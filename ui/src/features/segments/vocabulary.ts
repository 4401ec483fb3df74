import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { Texts } from '../../api/types'
import { useFormat } from '../../ui/format-context'
import { textOf } from '../../ui/texts'
import { useMetricWords } from '../../words/metric-words'
import { useTraitWords } from '../../words/trait-words'
import type { Choice } from './picker'
import { segmentsQuery, vocabularyQuery } from './segment-query'

const countries =
  'DE AT CH LI LU NL BE FR IT ES PT GB IE DK SE NO FI IS PL CZ SK HU SI HR RO BG GR CY MT EE LV LT US CA AU NZ JP'
const languages = 'de en fr it es nl da sv nb fi pl cs sk hu pt ro bg hr sl et lv lt el tr uk ru ar'

/** Known everywhere, also where nobody has sent them yet. */
const usualTraits = ['first_name', 'last_name', 'city', 'country', 'region', 'postcode', 'birthday', 'gender']
const usualMetrics = [
  'Viewed Product',
  'Added to Cart',
  'Started Checkout',
  'Placed Order',
  'Received Email',
  'Opened Email',
  'Clicked Email',
  'Active on Site',
]

/** What conditions can speak of here, as choices with their words. */
export function useVocabulary() {
  const { t } = useLingui()
  const format = useFormat()
  const metricWords = useMetricWords()
  const traitWords = useTraitWords()
  const { data } = useQuery(vocabularyQuery)
  const segments = useQuery(segmentsQuery)
  const seen = data?.metrics.map((metric) => metric.name) ?? []
  const shops = data?.shops ?? []
  const metric = (name: string, group: string): Choice => {
    const label = metricWords.name(name)
    return { value: name, label, group, detail: label === name ? undefined : name }
  }
  const trait = (name: string): Choice => {
    const label = traitWords.name(name)
    return { value: name, label, detail: label === name ? undefined : name }
  }
  return {
    metrics: [
      ...seen.map((name) => metric(name, t`Gab es schon`)),
      ...usualMetrics.filter((name) => !seen.includes(name)).map((name) => metric(name, t`Noch nie gesehen`)),
    ],
    properties: (name: string): string[] =>
      data?.metrics.find((one) => one.name === name)?.properties.filter((key) => !key.startsWith('$')) ?? [],
    traits: [...new Set([...(data?.traits ?? []), ...usualTraits])].map(trait),
    shops,
    shopName: (id: number) => shops.find((shop) => shop.id === id)?.name ?? t`Shop ${id}`,
    segments: (segments.data?.items ?? [])
      .filter((segment) => segment.archivedAt === null)
      .map((segment) => ({ value: segment.id, label: segment.name })),
    segmentName: (id: string) => segments.data?.items.find((segment) => segment.id === id)?.name,
    countries: countries
      .split(' ')
      .map((code) => ({ value: code, label: format.country(code), detail: code })),
    flows: (data?.flows ?? []).map((flow) => ({
      value: flow.id,
      label: textOf(flow.name as Texts, format.locale),
      detail: shops.length > 1 ? shops.find((shop) => shop.id === flow.shopId)?.name : undefined,
    })),
    messages: (data?.messages ?? []).map((message) => ({
      value: message.id,
      label: textOf(message.name as Texts, format.locale),
    })),
    languages: languages
      .split(' ')
      .map((code) => ({ value: code, label: format.language(code), detail: code })),
  }
}

export const isCountry = (trait: string) => /^country(_?code)?$/i.test(trait)
export const isBirthday = (trait: string) => /^(birthday|birth_?date|date_?of_?birth)$/i.test(trait)
