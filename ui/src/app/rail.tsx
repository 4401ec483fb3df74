import { Trans, useLingui } from '@lingui/react/macro'
import { useOs } from '@mantine/hooks'
import {
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconLogout,
  IconSearch,
  IconUser,
} from '@tabler/icons-react'
import { Link, useLocation, useNavigate, useRouter } from '@tanstack/react-router'
import { useSignOut } from '../api/sign-out'
import type { Session } from '../api/types'
import { Avatar, initials } from '../ui/avatar'
import { Icon } from '../ui/icon'
import { MenuItem, MenuLabel, MenuLine, MenuPanel } from '../ui/menu'
import { usePopup } from '../ui/popup'
import { type Entry, isOpen, navigation } from './navigation'
import classes from './rail.module.css'

interface Props {
  session: Session
  narrow: boolean
  onNarrow: (narrow: boolean) => void
  onSearch: () => void
}

export function Rail({ session, narrow, onNarrow, onSearch }: Props) {
  const { t } = useLingui()
  const { routesByPath } = useRouter()
  const mac = useOs() === 'macos'
  const entries = navigation(routesByPath)
  const shop = session.shops[0]
  const keys = mac ? '⌘ K' : t`Strg K`
  return (
    <div className={classes.rail} data-narrow={narrow || undefined}>
      <div className={classes.shop} title={shop?.name}>
        <span className={classes.logo} aria-hidden>
          {initials(shop?.name || 'Kundig').slice(0, 1)}
        </span>
        <span className={classes.shopWords}>
          <span className={classes.word}>{shop?.name || 'Kundig'}</span>
          {session.demo && <span className={classes.example}>{t`Beispielshop`}</span>}
        </span>
      </div>
      <button
        type="button"
        className={classes.search}
        data-tip={narrow ? t`Suchen` : undefined}
        data-tip-side="right"
        aria-label={narrow ? t`Suchen` : undefined}
        onClick={onSearch}
        aria-keyshortcuts="Control+K Meta+K"
      >
        <Icon of={IconSearch} size={16} />
        <span className={classes.word}>
          <Trans>Suchen</Trans>
        </span>
        <kbd className={classes.kbd}>{keys}</kbd>
      </button>
      <nav aria-label={t`Hauptmenü`} className={classes.nav}>
        <ul>
          {entries
            .filter((entry) => !entry.foot)
            .map((entry) => (
              <RailEntry key={entry.path} entry={entry} narrow={narrow} />
            ))}
        </ul>
        <ul className={classes.foot}>
          {entries
            .filter((entry) => entry.foot)
            .map((entry) => (
              <RailEntry key={entry.path} entry={entry} narrow={narrow} />
            ))}
        </ul>
      </nav>
      <div className={classes.bottom}>
        <UserMenu session={session} narrow={narrow} />
        <button
          type="button"
          className={classes.collapse}
          data-tip={narrow ? t`Leiste ausklappen` : t`Leiste einklappen`}
          data-tip-side="right"
          aria-label={narrow ? t`Leiste ausklappen` : t`Leiste einklappen`}
          onClick={() => onNarrow(!narrow)}
        >
          <Icon of={narrow ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse} size={16} />
        </button>
      </div>
    </div>
  )
}

function RailEntry({ entry, narrow }: { entry: Entry; narrow: boolean }) {
  const { i18n } = useLingui()
  const { pathname } = useLocation()
  const open = isOpen(entry.path, pathname)
  const label = i18n._(entry.label)
  const children = entry.children ?? []
  return (
    <li>
      <Link
        to={children[0]?.path ?? entry.path}
        className={classes.entry}
        data-tip={narrow ? label : undefined}
        data-tip-side="right"
        data-open={(open && (narrow || children.length === 0)) || undefined}
        data-section={(open && children.length > 0) || undefined}
        aria-current={open && children.length === 0 ? 'page' : undefined}
        aria-label={narrow ? label : undefined}
      >
        <Icon of={entry.icon} />
        <span className={classes.word}>{label}</span>
      </Link>
      {open && !narrow && children.length > 0 && (
        <ul className={classes.children}>
          {children.map((child) => (
            <li key={child.path}>
              <Link
                to={child.path}
                className={classes.child}
                data-open={isOpen(child.path, pathname) || undefined}
                aria-current={isOpen(child.path, pathname) ? 'page' : undefined}
              >
                {i18n._(child.label)}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

function UserMenu({ session, narrow }: { session: Session; narrow: boolean }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const signOut = useSignOut()
  const popup = usePopup('menu')
  return (
    <>
      <button
        type="button"
        {...popup.target}
        className={classes.user}
        aria-label={narrow ? t`Dein Menü` : undefined}
      >
        <Avatar name={session.user.name} size={24} />
        <span className={classes.word}>{session.user.name}</span>
      </button>
      <MenuPanel popup={popup} label={t`Dein Menü`}>
        <MenuLabel>{session.user.email}</MenuLabel>
        <MenuItem popup={popup} icon={IconUser} onClick={() => navigate({ to: '/settings/account' })}>
          <Trans>Dein Konto</Trans>
        </MenuItem>
        <MenuItem popup={popup} icon={IconLogout} onClick={() => signOut.mutate()}>
          <Trans>Abmelden</Trans>
        </MenuItem>
        <MenuLine />
        <MenuLabel>Kundig {session.version}</MenuLabel>
      </MenuPanel>
    </>
  )
}
