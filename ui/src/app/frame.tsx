import { Trans } from '@lingui/react/macro'
import { useDisclosure, useHotkeys, useLocalStorage } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Navigate, Outlet, useLocation } from '@tanstack/react-router'
import { lazy, Suspense, useEffect } from 'react'
import { clockQuery } from '../api/clock'
import { sessionQuery } from '../api/session'
import type { Session } from '../api/types'
import { activate } from '../i18n/locale'
import { FormatProvider } from '../ui/format-context'
import { setScheme } from '../ui/theme/scheme'
import classes from './frame.module.css'
import { PhoneBar } from './phone-bar'
import { Rail } from './rail'

const Palette = lazy(() => import('./palette').then((module) => ({ default: module.Palette })))

/** Rail on paper, the page on one white sheet; needs somebody signed in. */
export function Frame() {
  const { data: session } = useQuery(sessionQuery)
  const location = useLocation()
  if (!session) {
    return <Navigate to="/sign-in" search={location.href === '/' ? {} : { next: location.href }} />
  }
  return <SignedIn session={session} />
}

function SignedIn({ session }: { session: Session }) {
  const shop = session.shops[0]
  const clock = useQuery({ ...clockQuery, enabled: session.sandbox })
  const [narrow, setNarrow] = useLocalStorage({ key: 'kundig-rail', defaultValue: false })
  const [palette, { open, close, toggle }] = useDisclosure(false)
  useHotkeys([['mod+K', toggle]], [])
  // The choice belongs to the person, wherever they sign in.
  useEffect(() => {
    setScheme(session.user.theme)
    void activate(session.user.locale)
  }, [session.user.theme, session.user.locale])
  return (
    <FormatProvider timeZone={shop?.timeZone} currency={shop?.currency} ahead={clock.data?.ahead}>
      <a href="#sheet" className={classes.skip}>
        <Trans>Zum Inhalt</Trans>
      </a>
      <div className={classes.frame} data-narrow={narrow || undefined}>
        <Rail session={session} narrow={narrow} onNarrow={setNarrow} onSearch={open} />
        <main className={classes.sheet} id="sheet" tabIndex={-1}>
          <Suspense fallback={null}>
            <Outlet />
          </Suspense>
        </main>
        <PhoneBar session={session} onSearch={open} />
      </div>
      <Suspense fallback={null}>{palette && <Palette onClose={close} />}</Suspense>
    </FormatProvider>
  )
}
