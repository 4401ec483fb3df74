import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import {
  IconDatabase,
  IconFilter,
  IconHome,
  IconPackage,
  IconRoute,
  IconSettings,
  IconTemplate,
  IconUsers,
} from '@tabler/icons-react'
import type { IconType } from '../ui/icon'

export interface Place {
  path: string
  label: MessageDescriptor
}

export interface Entry extends Place {
  icon: IconType
  /** Shown under the entry while one of them is open. */
  children?: Place[]
  /** Sits at the foot of the rail. */
  foot?: boolean
}

/** All there may be; an entry appears as soon as a feature registers its path. */
const everything: Entry[] = [
  { path: '/', label: msg`Start`, icon: IconHome },
  { path: '/customers', label: msg`Kunden`, icon: IconUsers },
  { path: '/segments', label: msg`Segmente`, icon: IconFilter },
  { path: '/flows', label: msg`Flows`, icon: IconRoute },
  { path: '/content', label: msg`Inhalte`, icon: IconTemplate },
  { path: '/catalog', label: msg`Sortiment`, icon: IconPackage },
  {
    path: '/data',
    label: msg`Daten`,
    icon: IconDatabase,
    children: [
      { path: '/data/live', label: msg`Live` },
      { path: '/data/shop', label: msg`Shop-System` },
      { path: '/data/imports', label: msg`Importe` },
      { path: '/data/outbox', label: msg`Postausgang` },
    ],
  },
  {
    path: '/settings',
    label: msg`Einstellungen`,
    icon: IconSettings,
    foot: true,
    children: [
      { path: '/settings/shop', label: msg`Shop und Impressum` },
      { path: '/settings/mail', label: msg`E-Mail` },
      { path: '/settings/rules', label: msg`Regeln` },
      { path: '/settings/currencies', label: msg`Währungen` },
      { path: '/settings/keys', label: msg`Schlüssel` },
      { path: '/settings/staff', label: msg`Team` },
      { path: '/settings/audit', label: msg`Protokoll` },
      { path: '/settings/account', label: msg`Dein Konto` },
    ],
  },
]

/** The entries whose pages exist. */
export function navigation(paths: Record<string, unknown>): Entry[] {
  return everything.flatMap((entry) => {
    if (!entry.children) return entry.path in paths ? [entry] : []
    const children = entry.children.filter((child) => child.path in paths)
    return children.length ? [{ ...entry, children }] : []
  })
}

/** Whether the place is open: `/` only itself, others with all below. */
export const isOpen = (place: string, path: string) =>
  place === '/' ? path === '/' : path === place || path.startsWith(`${place}/`)
