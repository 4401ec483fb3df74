import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconFileImport, IconMail, IconShoppingBag, IconUserMinus, IconUserPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Recent } from '../../api/types'
import { useFormat } from '../../ui/format-context'
import { useHasRoute } from '../../ui/has-route'
import type { IconType } from '../../ui/icon'
import { Section } from '../../ui/page'
import { place } from '../../ui/place'
import { RecentItem } from '../../ui/recent-item'
import { textOf } from '../../ui/texts'
import { When } from '../../ui/when'
import classes from './start.module.css'

/** What happened in the last day, newest first. */
export function RecentList({ items, currency }: { items: Recent[]; currency: string }) {
  const { t } = useLingui()
  const format = useFormat()
  const has = useHasRoute()
  const words = useWords(currency)
  const clock = format.time(format.now().toISOString())
  return (
    <Section
      title={t`Seit gestern, ${clock}`}
      aside={
        has('/data/live') && (
          <Link {...place('/data/live')}>
            <Trans>Alles ansehen</Trans>
          </Link>
        )
      }
    >
      {items.length === 0 ? (
        <p className={classes.calm}>
          <Trans>Seit gestern ist nichts passiert: keine Bestellung, keine Anmeldung, keine Nachricht.</Trans>
        </p>
      ) : (
        <ul>
          {items.map((item) => {
            const { icon, title, detail } = words(item)
            return (
              <RecentItem
                key={item.kind + textOf(item.data.name, 'de')}
                icon={icon}
                title={title}
                detail={detail}
                time={<When at={item.at} />}
              />
            )
          })}
        </ul>
      )}
    </Section>
  )
}

function useWords(currency: string) {
  const { t } = useLingui()
  const format = useFormat()
  return ({ kind, data }: Recent): { icon: IconType; title: ReactNode; detail?: ReactNode } => {
    const count = Number(data.count ?? 0)
    const name = textOf(data.name, format.locale)
    switch (kind) {
      case 'orders': {
        const amount = format.money({ amount: String(data.amount ?? 0), currency })
        return {
          icon: IconShoppingBag,
          title: (
            <>
              <b>{plural(count, { one: '# Bestellung', other: '# Bestellungen' })}</b>
            </>
          ),
          detail: t`${amount} nach Erstattungen`,
        }
      }
      case 'messages':
        return {
          icon: IconMail,
          title: name ? (
            <Trans>
              Flow <b>{name}</b>
            </Trans>
          ) : (
            <b>{t`Nachrichten`}</b>
          ),
          detail: plural(count, { one: '# Mail gesendet', other: '# Mails gesendet' }),
        }
      case 'signups':
        return {
          icon: IconUserPlus,
          title: <b>{plural(count, { one: '# bestätigte Anmeldung', other: '# bestätigte Anmeldungen' })}</b>,
          detail: t`Sie haben Werbung erlaubt`,
        }
      case 'unsubscribes':
        return {
          icon: IconUserMinus,
          title: <b>{plural(count, { one: '# Abmeldung', other: '# Abmeldungen' })}</b>,
          detail: t`Sie bekommen ab sofort keine Werbung mehr`,
        }
      case 'import':
        return {
          icon: IconFileImport,
          title: (
            <Trans>
              Import <b>{name || String(data.fileName ?? '')}</b>
            </Trans>
          ),
          detail: plural(count, { one: '# Zeile eingelesen', other: '# Zeilen eingelesen' }),
        }
    }
  }
}
