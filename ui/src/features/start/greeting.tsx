import { plural } from '@lingui/core/macro'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { Dashboard } from '../../api/types'
import { useFormat } from '../../ui/format-context'

/** By the shop's clock. */
export function useGreeting(name: string): string {
  const { t } = useLingui()
  const { now, timeZone } = useFormat()
  const hour = Number(
    new Intl.DateTimeFormat('en-GB', { hour: 'numeric', hour12: false, timeZone }).format(now()),
  )
  const first = name.split(' ')[0] ?? name
  if (hour >= 4 && hour < 11) return t`Guten Morgen, ${first}`
  if (hour >= 18 || hour < 4) return t`Guten Abend, ${first}`
  return t`Guten Tag, ${first}`
}

/** "Seit gestern 64 Bestellungen für 2.871,40 €. Drei Dinge brauchen dich." */
export function Greeting({ dashboard }: { dashboard: Dashboard }) {
  const format = useFormat()
  const orders = dashboard.recent.find((item) => item.kind === 'orders')
  const count = Number(orders?.data.count ?? 0)
  const amount = format.money({ amount: String(orders?.data.amount ?? '0'), currency: dashboard.currency })
  const things = dashboard.attention.length
  return (
    <>
      {count > 0 ? (
        <Trans>
          Seit gestern <Plural value={count} one="# Bestellung" other="# Bestellungen" /> für {amount}.
        </Trans>
      ) : (
        <Trans>Seit gestern keine Bestellung.</Trans>
      )}{' '}
      {things > 0
        ? plural(things, {
            one: 'Eine Sache braucht dich.',
            2: 'Zwei Dinge brauchen dich.',
            3: 'Drei Dinge brauchen dich.',
            4: 'Vier Dinge brauchen dich.',
            other: 'Fünf Dinge brauchen dich.',
          })
        : null}
    </>
  )
}
