import { Trans, useLingui } from '@lingui/react/macro'
import { IconLogout } from '@tabler/icons-react'
import { Link, useLocation } from '@tanstack/react-router'
import { useSignOut } from '../api/sign-out'
import type { Session } from '../api/types'
import { Avatar } from '../ui/avatar'
import { Dialog } from '../ui/dialog'
import { Icon } from '../ui/icon'
import { type Entry, isOpen } from './navigation'
import classes from './phone-bar.module.css'

interface Props {
  session: Session
  entries: Entry[]
  onClose: () => void
}

/** Everything that has no place in the bar of five. */
export function MoreSheet({ session, entries, onClose }: Props) {
  const { t, i18n } = useLingui()
  const { pathname } = useLocation()
  const signOut = useSignOut()
  return (
    <Dialog place="bottom" title={t`Mehr`} onClose={onClose}>
      <div className={classes.sheet}>
        {entries.map((entry) => (
          <section key={entry.path}>
            {entry.children && (
              <h3 className={classes.heading}>
                <Icon of={entry.icon} size={16} />
                {i18n._(entry.label)}
              </h3>
            )}
            <ul className={classes.places}>
              {(entry.children ?? [entry]).map((place) => (
                <li key={place.path}>
                  <Link
                    to={place.path}
                    className={classes.place}
                    data-open={isOpen(place.path, pathname) || undefined}
                    onClick={onClose}
                  >
                    {i18n._(place.label)}
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
        <div className={classes.user}>
          <Avatar name={session.user.name} size={32} />
          <span className={classes.userWords}>
            <b>{session.user.name}</b>
            <span className="label t3">
              {session.demo ? t`Beispielshop, alle Menschen sind erfunden` : session.user.email}
            </span>
          </span>
          <button type="button" className={classes.out} onClick={() => signOut.mutate()}>
            <Icon of={IconLogout} size={16} />
            <Trans>Abmelden</Trans>
          </button>
        </div>
      </div>
    </Dialog>
  )
}
