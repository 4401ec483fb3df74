import { useLingui } from '@lingui/react/macro'
import { useFormat } from '../../ui/format-context'
import type { Leaf, When } from './condition'
import type { Choice } from './picker'
import { useVocabulary } from './vocabulary'

const lately: When = { type: 'last', n: 30, unit: 'days' }

/** All that a condition can be about, as it stands when one chooses it. */
export function useNewLeaves() {
  const { t } = useLingui()
  const { currency } = useFormat()
  const { shops } = useVocabulary()
  const did = (metric: string): Leaf => ({
    type: 'did',
    metric,
    is: { op: 'at_least', value: 1 },
    when: lately,
  })
  const all: (Choice & { leaf: Leaf })[] = [
    {
      value: 'orders',
      group: t`Bestellungen`,
      label: t`Haben bestellt oder nicht`,
      detail: t`wie oft, was, wann`,
      leaf: { type: 'orders', measure: 'count', is: { op: 'at_least', value: 1 }, when: lately },
    },
    {
      value: 'money',
      group: t`Bestellungen`,
      label: t`Haben so viel ausgegeben`,
      detail: t`Summe, Schnitt, Erstattetes`,
      leaf: {
        type: 'orders',
        measure: 'net',
        currency,
        is: { op: 'more_than', value: 300 },
        when: { type: 'last', n: 12, unit: 'months' },
      },
    },
    {
      value: 'first',
      group: t`Bestellungen`,
      label: t`Erste oder letzte Bestellung`,
      leaf: { type: 'orders', measure: 'last', when: { type: 'at_least_ago', n: 90, unit: 'days' } },
    },
    {
      value: 'rfm',
      group: t`Bestellungen`,
      label: t`RFM-Gruppe`,
      detail: t`wie kürzlich, wie oft und für wie viel, verglichen mit allen Käufern`,
      leaf: { type: 'rfm', currency, groups: ['champions'] },
    },
    {
      value: 'decile',
      group: t`Bestellungen`,
      label: t`Die besten 10 %`,
      detail: t`nach Umsatz, in Zehnteln aller Käufer`,
      leaf: { type: 'value_decile', currency, in: [1] },
    },
    {
      value: 'product',
      group: t`Verhalten`,
      label: t`Haben ein Produkt angesehen`,
      leaf: did('Viewed Product'),
    },
    {
      value: 'cart',
      group: t`Verhalten`,
      label: t`Haben etwas in den Warenkorb gelegt`,
      leaf: did('Added to Cart'),
    },
    {
      value: 'opened',
      group: t`Verhalten`,
      label: t`Haben eine E-Mail geöffnet`,
      detail: t`ohne Programme`,
      leaf: did('Opened Email'),
    },
    {
      value: 'clicked',
      group: t`Verhalten`,
      label: t`Haben in einer E-Mail geklickt`,
      detail: t`ohne Programme`,
      leaf: did('Clicked Email'),
    },
    {
      value: 'received',
      group: t`Verhalten`,
      label: t`Haben eine E-Mail bekommen oder nicht`,
      detail: t`irgendeine oder eine bestimmte`,
      leaf: { type: 'received', channel: 'email', received: true, when: lately },
    },
    {
      value: 'flow',
      group: t`Verhalten`,
      label: t`In einem Flow`,
      detail: t`gerade, schon einmal oder nie`,
      leaf: { type: 'flow', is: 'in' },
    },
    {
      value: 'did',
      group: t`Verhalten`,
      label: t`Haben etwas anderes getan oder nicht`,
      detail: t`jedes Ereignis deines Shops`,
      leaf: did(''),
    },
    {
      value: 'funnel',
      group: t`Verhalten`,
      label: t`Erst das eine, dann das andere`,
      detail: t`oder eben nicht`,
      leaf: {
        type: 'funnel',
        first: { metric: 'Added to Cart' },
        // biome-ignore lint/suspicious/noThenProperty: the API's name
        then: { metric: 'Placed Order' },
        within: { n: 24, unit: 'hours' },
        happens: false,
        when: lately,
      },
    },
    {
      value: 'created',
      group: t`Verhalten`,
      label: t`Erster Besuch`,
      leaf: { type: 'created', when: lately },
    },
    {
      value: 'trait',
      group: t`Wer sie sind`,
      label: t`Merkmal`,
      detail: t`Stadt, Land, Kundengruppe und alles, was dein Shop schickt`,
      leaf: { type: 'trait', name: '', op: 'equals', value: '' },
    },
    {
      value: 'birthday',
      group: t`Wer sie sind`,
      label: t`Geburtstag oder Jahrestag`,
      leaf: { type: 'anniversary', trait: 'birthday', when: { next: 7, unit: 'days' } },
    },
    {
      value: 'language',
      group: t`Wer sie sind`,
      label: t`Sprache`,
      leaf: { type: 'language', in: ['de'] },
    },
    {
      value: 'known',
      group: t`Wer sie sind`,
      label: t`E-Mail-Adresse oder Telefon ist bekannt`,
      leaf: { type: 'known_by', kind: 'email' },
    },
    ...(shops.length > 1
      ? [
          {
            value: 'shop',
            group: t`Wer sie sind`,
            label: t`Waren in einem Shop`,
            leaf: { type: 'shop' as const, in: shops.slice(0, 1).map((shop) => shop.id) },
          },
        ]
      : []),
    {
      value: 'reachable',
      group: t`Was sie erlauben`,
      label: t`Dürfen Werbung bekommen`,
      detail: t`Adresse, Erlaubnis, keine Sperre`,
      leaf: { type: 'reachable', channel: 'email' },
    },
    {
      value: 'consent',
      group: t`Was sie erlauben`,
      label: t`Einwilligung`,
      detail: t`erlaubt, widerrufen, nie gefragt`,
      leaf: { type: 'consent', channel: 'email', purpose: 'marketing', state: 'subscribed' },
    },
    {
      value: 'suppressed',
      group: t`Was sie erlauben`,
      label: t`Gesperrt`,
      detail: t`unzustellbar, Beschwerde, Widerspruch`,
      leaf: { type: 'suppressed', channel: 'email' },
    },
    {
      value: 'segment',
      group: t`Anderes`,
      label: t`In einem anderen Segment`,
      leaf: { type: 'segment', id: '', in: true },
    },
    {
      value: 'list',
      group: t`Anderes`,
      label: t`Auf einer Liste`,
      leaf: { type: 'list', id: '', in: true },
    },
    {
      value: 'sample',
      group: t`Anderes`,
      label: t`Zufälliger Anteil`,
      detail: t`bleibt immer derselbe`,
      leaf: { type: 'sample', percent: 10, key: 'a' },
    },
  ]
  return all
}
