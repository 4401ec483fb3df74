import { Trans, useLingui } from '@lingui/react/macro'
import { useDisclosure } from '@mantine/hooks'
import { IconDots, IconSearch } from '@tabler/icons-react'
import { Link, useLocation, useRouter } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import type { Session } from '../api/types'
import { Icon } from '../ui/icon'
import { isOpen, navigation } from './navigation'
import classes from './phone-bar.module.css'

const MoreSheet = lazy(() => import('./more-sheet').then((module) => ({ default: module.MoreSheet })))

/** The places that matter at the thumb; the rest in a sheet behind "Mehr". */
export function PhoneBar({ session, onSearch }: { session: Session; onSearch: () => void }) {
  const { t, i18n } = useLingui()
  const { routesByPath } = useRouter()
  const { pathname } = useLocation()
  const [opened, { open, close }] = useDisclosure(false)
  const entries = navigation(routesByPath)
  const first = entries.filter((entry) => !entry.children).slice(0, 3)
  const rest = entries.filter((entry) => !first.includes(entry))
  const restOpen = rest.some((entry) => isOpen(entry.path, pathname))
  return (
    <>
      <nav className={classes.bar} aria-label={t`Hauptmenü unten`}>
        {first.map((entry) => (
          <Link
            key={entry.path}
            to={entry.path}
            className={classes.item}
            data-open={isOpen(entry.path, pathname) || undefined}
            aria-current={isOpen(entry.path, pathname) ? 'page' : undefined}
          >
            <Icon of={entry.icon} size={21} />
            {i18n._(entry.label)}
          </Link>
        ))}
        <button type="button" className={classes.item} onClick={onSearch}>
          <Icon of={IconSearch} size={21} />
          <Trans>Suchen</Trans>
        </button>
        <button
          type="button"
          className={classes.item}
          data-open={restOpen || undefined}
          onClick={open}
          aria-haspopup="dialog"
        >
          <Icon of={IconDots} size={21} />
          <Trans>Mehr</Trans>
        </button>
      </nav>
      <Suspense fallback={null}>
        {opened && <MoreSheet session={session} entries={rest} onClose={close} />}
      </Suspense>
    </>
  )
}
