import { useLingui } from '@lingui/react/macro'
import { useDebouncedValue } from '@mantine/hooks'
import { IconLogout, IconMoon, IconSearch, IconSun } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { useSaveAccount } from '../api/account'
import { peopleQuery } from '../api/people'
import { useSession } from '../api/session'
import { useSignOut } from '../api/sign-out'
import { Avatar } from '../ui/avatar'
import { Dialog } from '../ui/dialog'
import { Icon } from '../ui/icon'
import { navigation } from './navigation'
import classes from './palette.module.css'

interface Hit {
  key: string
  group: string
  label: string
  detail?: string
  icon: ReactNode
  run: () => void
}

/** Cmd/Ctrl-K: people by name or address, pages, actions. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const hits = useHits(text.trim())
  const current = Math.min(active, hits.length - 1)
  const choose = (hit: Hit | undefined) => {
    if (!hit) return
    onClose()
    hit.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setActive((current + 1) % Math.max(1, hits.length))
    else if (event.key === 'ArrowUp') setActive((current - 1 + hits.length) % Math.max(1, hits.length))
    else if (event.key === 'Enter') choose(hits[current])
    else return
    event.preventDefault()
  }
  return (
    <Dialog place="top" width={560} label={t`Suchen`} onClose={onClose}>
      <div className={classes.field}>
        <Icon of={IconSearch} size={18} />
        <input
          data-autofocus
          className={classes.input}
          role="combobox"
          aria-expanded
          aria-controls="palette-hits"
          aria-activedescendant={hits[current] ? `palette-${hits[current].key}` : undefined}
          aria-label={t`Menschen, Seiten und Aktionen suchen`}
          placeholder={t`Name, E-Mail, Seite oder Aktion`}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value)
            setActive(0)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id="palette-hits" role="listbox" aria-label={t`Treffer`} className={classes.hits}>
        {hits.map((hit, index) => (
          <div key={hit.key} role="presentation">
            {hit.group !== hits[index - 1]?.group && (
              <div className={classes.group} role="presentation">
                {hit.group}
              </div>
            )}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above owns the keyboard */}
            <div
              id={`palette-${hit.key}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === current}
              className={classes.hit}
              onPointerMove={() => setActive(index)}
              onClick={() => choose(hit)}
            >
              <span className={classes.icon}>{hit.icon}</span>
              <span className={classes.label}>{hit.label}</span>
              {hit.detail && <span className={classes.detail}>{hit.detail}</span>}
            </div>
          </div>
        ))}
        {hits.length === 0 && (
          <p
            className={classes.nothing}
          >{t`Nichts gefunden. Such nach Name, E-Mail-Adresse oder Telefonnummer.`}</p>
        )}
      </div>
    </Dialog>
  )
}

function useHits(text: string): Hit[] {
  const { t, i18n } = useLingui()
  const navigate = useNavigate()
  const { routesByPath } = useRouter()
  const session = useSession()
  const saveAccount = useSaveAccount()
  const signOut = useSignOut()
  const [search] = useDebouncedValue(text, 120)
  const canOpenPeople = '/customers/$id' in routesByPath
  const people = useQuery({
    ...peopleQuery(search),
    enabled: canOpenPeople && search.length >= 2,
    placeholderData: keepPreviousData,
  })
  const contains = (label: string) => label.toLocaleLowerCase().includes(text.toLocaleLowerCase())

  const persons = text.length < 2 ? [] : (people.data?.items ?? [])
  const personHits = persons.map<Hit>((person) => ({
    key: person.id,
    group: t`Menschen`,
    label: person.name ?? person.email ?? person.phone ?? t`Unbekannter Besuch`,
    detail: person.name ? (person.email ?? undefined) : undefined,
    icon: <Avatar name={person.name ?? person.email} size={22} />,
    run: () => navigate({ to: `/customers/${person.id}` }),
  }))
  const pageHits = navigation(routesByPath)
    .flatMap((entry) =>
      (entry.children ?? [entry]).map((place) => ({
        key: `page${place.path.replaceAll('/', '-')}`,
        group: t`Seiten`,
        label: i18n._(place.label),
        detail: entry.children ? i18n._(entry.label) : undefined,
        icon: <Icon of={entry.icon} size={16} />,
        run: () => navigate({ to: place.path }),
      })),
    )
    .filter((hit) => contains(`${hit.label} ${hit.detail ?? ''}`))
  const dark = document.documentElement.dataset.mantineColorScheme === 'dark'
  const actions: Hit[] = [
    {
      key: 'theme',
      group: t`Aktionen`,
      label: dark ? t`Helle Darstellung` : t`Dunkle Darstellung`,
      icon: <Icon of={dark ? IconSun : IconMoon} size={16} />,
      run: () => saveAccount.mutate({ theme: dark ? 'light' : 'dark' }),
    },
    {
      key: 'language',
      group: t`Aktionen`,
      label: session.user.locale === 'de' ? 'Switch to English' : 'Auf Deutsch umstellen',
      icon: <span className="label b">{session.user.locale === 'de' ? 'EN' : 'DE'}</span>,
      run: () => saveAccount.mutate({ locale: session.user.locale === 'de' ? 'en' : 'de' }),
    },
    {
      key: 'sign-out',
      group: t`Aktionen`,
      label: t`Abmelden`,
      icon: <Icon of={IconLogout} size={16} />,
      run: () => signOut.mutate(),
    },
  ].filter((hit) => contains(hit.label))
  return [...personHits, ...pageHits, ...actions]
}
