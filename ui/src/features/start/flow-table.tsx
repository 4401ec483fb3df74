import { Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { flowsQuery } from '../../api/flows'
import { useHasRoute } from '../../ui/has-route'
import { Loaded } from '../../ui/loaded'
import { Section } from '../../ui/page'
import type { Period } from '../../ui/period'
import { place } from '../../ui/place'
import { SkeletonRows } from '../../ui/skeleton'
import classes from './start.module.css'

const FlowRows = lazy(() => import('./flow-rows').then((module) => ({ default: module.FlowRows })))

/** What each flow earned in the period, with the sum. */
export function FlowTable({ period }: { period: Period }) {
  const { t } = useLingui()
  const has = useHasRoute()
  const flows = useQuery({ ...flowsQuery(period.from, period.to), placeholderData: keepPreviousData })
  return (
    <Section
      title={t`Was deine Flows verdient haben`}
      aside={
        has('/flows') && (
          <Link {...place('/flows')}>
            <Trans>Alle Flows</Trans>
          </Link>
        )
      }
    >
      <Loaded query={flows} skeleton={<SkeletonRows rows={2} />} small>
        {({ items }) =>
          items.length === 0 ? (
            <p className={classes.empty}>
              <Trans>Noch kein Flow. Sobald einer Mails schickt, steht hier, was er einbringt.</Trans>
            </p>
          ) : (
            <Suspense fallback={<SkeletonRows rows={items.length} />}>
              <FlowRows flows={items} />
            </Suspense>
          )
        }
      </Loaded>
    </Section>
  )
}
