import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useHasRoute } from '../../ui/has-route'
import type { Period } from '../../ui/period'
import { place } from '../../ui/place'

const people: Record<string, string> = {
  revenuePerRecipient: 'recipients',
  repeatRate: 'repeat',
  clv: 'buyers',
}

/** Leads from a figure to the orders or people it is made of. */
export function Behind({ kind, period }: { kind: string; period: Period }) {
  const has = useHasRoute()
  const days = { from: period.from, to: period.to, period: 'custom' }
  const metric = people[kind]
  if (metric) {
    return has('/reports/people') ? (
      <Link className="inText" {...place('/reports/people', { ...days, metric })}>
        <Trans>Menschen ansehen</Trans>
      </Link>
    ) : null
  }
  return has('/reports/orders') ? (
    <Link
      className="inText"
      {...place('/reports/orders', kind === 'attributed' ? { ...days, attributed: true } : days)}
    >
      <Trans>Bestellungen ansehen</Trans>
    </Link>
  ) : null
}
