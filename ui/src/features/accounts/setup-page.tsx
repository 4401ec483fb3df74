import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Navigate } from '@tanstack/react-router'
import { clockQuery } from '../../api/clock'
import { onboardingQuery } from '../../api/onboarding'
import { sessionQuery } from '../../api/session'
import type { OnboardingKey } from '../../api/types'
import { ErrorState } from '../../ui/error-state'
import { FormatProvider } from '../../ui/format-context'
import { useTitle } from '../../ui/page'
import { SkeletonText } from '../../ui/skeleton'
import { ConnectStep } from './setup-connect'
import { FlowStep } from './setup-flow'
import { SetupFrame, type SetupFrameState } from './setup-frame'
import { OwnerStep } from './setup-owner'
import { ShopStep } from './setup-shop'
import { TestMailStep } from './setup-test-mail'

const route = getRouteApi('/plain/setup')
const order: OnboardingKey[] = ['owner', 'shop', 'connect', 'flow', 'testMail']

/** From the one-time link to the first test mail; every step can be left and taken up again. */
export function SetupPage() {
  const { t } = useLingui()
  useTitle(t`Einrichtung`)
  const { token, step } = route.useSearch()
  const navigate = route.useNavigate()
  const session = useQuery(sessionQuery)
  const clock = useQuery({ ...clockQuery, enabled: session.data?.sandbox ?? false })
  const onboarding = useQuery({ ...onboardingQuery, enabled: !!session.data })

  if (session.isPending) return null
  if (session.error && !session.data) {
    return (
      <div style={{ padding: 24 }}>
        <ErrorState error={session.error} onRetry={() => session.refetch()} />
      </div>
    )
  }
  if (!session.data) {
    if (!token) return <Navigate to="/sign-in" />
    return <OwnerStep token={token} onDone={() => navigate({ search: { step: 'shop' }, replace: true })} />
  }
  if (!onboarding.data) {
    return (
      <SetupFrame current="shop" done={['owner']}>
        {onboarding.error ? (
          <ErrorState error={onboarding.error} onRetry={() => onboarding.refetch()} />
        ) : (
          <SkeletonText lines={6} />
        )}
      </SetupFrame>
    )
  }
  const steps = onboarding.data.steps
  const done = steps.filter((item) => item.state === 'done').map((item) => item.key)
  const open = steps.find((item) => item.state !== 'done')?.key ?? 'testMail'
  const current = order.find((key) => key === step && key !== 'owner') ?? (open === 'owner' ? 'shop' : open)
  const go = (key: OnboardingKey) => navigate({ search: { step: key } })
  const back = () => {
    const before = order[order.indexOf(current) - 1]
    if (before && before !== 'owner') void go(before)
    else void navigate({ to: '/' })
  }
  const next = () => {
    const after = order[order.indexOf(current) + 1]
    if (after) void go(after)
    else void navigate({ to: '/' })
  }
  const frame = { current, done, email: session.data.user.email, onStep: go }
  const shop = session.data.shops[0]
  return (
    <FormatProvider timeZone={shop?.timeZone} currency={shop?.currency} ahead={clock.data?.ahead}>
      <Step
        current={current}
        connected={done.includes('connect')}
        frame={frame}
        onBack={back}
        onNext={next}
      />
    </FormatProvider>
  )
}

interface StepProps {
  current: OnboardingKey
  connected: boolean
  frame: SetupFrameState
  onBack: () => void
  onNext: () => void
}

function Step({ current, connected, ...props }: StepProps) {
  switch (current) {
    case 'connect':
      return <ConnectStep {...props} connected={connected} />
    case 'flow':
      return <FlowStep {...props} />
    case 'testMail':
      return <TestMailStep {...props} />
    default:
      return <ShopStep {...props} />
  }
}

/** What the footer says while nothing is missing. */
export const LaterHint = () => <Trans>Du kannst jederzeit aufhören und später weitermachen.</Trans>
