import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import {
  IconAlertTriangle,
  IconDatabaseX,
  IconFileAlert,
  IconHelpCircle,
  IconInboxOff,
  IconMailX,
  IconPlayerPause,
  IconPlugConnectedX,
  IconServerOff,
} from '@tabler/icons-react'
import type { LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Attention, Outage } from '../../api/types'
import { AttentionItem } from '../../ui/attention-item'
import { ButtonLink } from '../../ui/button'
import { useFormat } from '../../ui/format-context'
import { useHasRoute } from '../../ui/has-route'
import type { IconType } from '../../ui/icon'
import { Mark } from '../../ui/mark'
import { Section } from '../../ui/page'
import { place } from '../../ui/place'
import { textOf } from '../../ui/texts'
import { OutageText } from '../../words/outage-notice'
import { useOutageWords } from '../../words/outage-words'
import classes from './start.module.css'

interface Words {
  icon: IconType
  tone: 'warn' | 'bad' | 'info'
  title: ReactNode
  text: ReactNode
  /** Missing where it cannot be put right in the app. */
  button?: string
  /** Shown only if the page exists. */
  page?: string
  link?: LinkProps
}

/** What needs somebody: the most urgent first, five at most. */
export function AttentionList({ items }: { items: Attention[] }) {
  const { t } = useLingui()
  const words = useWords()
  const has = useHasRoute()
  return (
    <Section title={t`Braucht dich`} count={items.length || undefined}>
      {items.length === 0 ? (
        <p className={classes.calm}>
          <Mark kind="holds" />
          <Trans>Gerade nichts. Sobald etwas hakt, steht es hier.</Trans>
        </p>
      ) : (
        <ul>
          {items.map((item) => {
            const { icon, tone, title, text, button, page, link } = words(item)
            return (
              <AttentionItem
                key={item.kind + String(item.data.flowId ?? '')}
                icon={icon}
                tone={tone}
                title={title}
                action={
                  page &&
                  link &&
                  has(page) && (
                    <ButtonLink size="small" {...link}>
                      {button}
                    </ButtonLink>
                  )
                }
              >
                {text}
              </AttentionItem>
            )
          })}
        </ul>
      )}
    </Section>
  )
}

function useWords() {
  const { t } = useLingui()
  const format = useFormat()
  const outage = useOutageWords()
  const missingNames = useMissingNames()
  return ({ kind, data }: Attention): Words => {
    const number = (key: string) => Number(data[key] ?? 0)
    switch (kind) {
      case 'disk_full':
        return {
          icon: IconDatabaseX,
          tone: 'bad',
          title: t`Die Festplatte ist voll`,
          text: t`Kundig kann nichts mehr speichern: Der Shop wird abgewiesen, und keine Mail geht raus. Mach Platz, dann läuft alles von selbst weiter.`,
        }
      case 'disk_low': {
        const left = format.number(Math.floor(number('bytes') / 1_048_576))
        return {
          icon: IconDatabaseX,
          tone: 'warn',
          title: t`Auf der Festplatte sind nur noch ${left} MB frei`,
          text: t`Ist sie voll, nimmt Kundig nichts mehr an, und keine Mail geht raus. Mach vorher Platz.`,
        }
      }
      case 'impressum_missing': {
        const missing = format.list(missingNames((data.missing as string[]) ?? []))
        return {
          icon: IconFileAlert,
          tone: 'bad',
          title: t`Im Impressum fehlt noch etwas`,
          text: t`Es fehlt: ${missing}. Bis dahin gehen keine Werbemails raus, niemand wird erinnert.`,
          button: t`Impressum ergänzen`,
          page: '/settings/shop',
          link: place('/settings/shop'),
        }
      }
      case 'sender_missing': {
        const missing = format.list(missingNames((data.missing as string[]) ?? []))
        return {
          icon: IconMailX,
          tone: 'bad',
          title: t`Der Absender deiner Mails fehlt`,
          text: t`Es fehlt: ${missing}. Bis dahin geht keine Mail raus, auch keine Bestätigung einer Anmeldung.`,
          button: t`Absender ergänzen`,
          page: '/settings/shop',
          link: place('/settings/shop'),
        }
      }
      case 'in_doubt': {
        const messages = number('messages')
        return {
          icon: IconHelpCircle,
          tone: 'warn',
          title: plural(messages, {
            one: 'Bei einer Mail ist ungewiss, ob sie ankam',
            other: 'Bei # Mails ist ungewiss, ob sie ankamen',
          }),
          text: t`Die Verbindung brach im letzten Moment ab. Kundig schickt nichts doppelt und wartet auf deine Entscheidung.`,
          button: t`Entscheiden`,
          page: '/data/outbox',
          link: place('/data/outbox', { state: 'in_doubt' }),
        }
      }
      case 'bounces': {
        const share = format.percent(number('messages') > 0 ? number('bounced') / number('messages') : 0)
        const bounced = format.number(number('bounced'))
        const messages = format.number(number('messages'))
        return {
          icon: IconMailX,
          tone: 'warn',
          title: t`${share} der Mails kommen zurück`,
          text: t`${bounced} von ${messages} seit gestern. Bleibt es dabei, landen auch die anderen eher im Spam.`,
          button: t`Ansehen`,
          page: '/data/outbox',
          link: place('/data/outbox', { state: 'bounced' }),
        }
      }
      case 'shop_silent': {
        const last = String(data.lastOrderAt ?? data.lastEventAt ?? '')
        const hours = last ? Math.floor((format.now().getTime() - new Date(last).getTime()) / 3_600_000) : 0
        const when = last ? format.when(last) : ''
        return {
          icon: IconPlugConnectedX,
          tone: 'bad',
          title:
            hours >= 48
              ? plural(Math.floor(hours / 24), {
                  one: 'Dein Shop schweigt seit # Tag',
                  other: 'Dein Shop schweigt seit # Tagen',
                })
              : plural(hours, {
                  one: 'Dein Shop schweigt seit # Stunde',
                  other: 'Dein Shop schweigt seit # Stunden',
                }),
          text: t`Letzte Bestellung: ${when}. Kommen Bestellungen nicht an, werden Menschen erinnert, die schon gekauft haben.`,
          button: t`Verbindung prüfen`,
          page: '/data/live',
          link: place('/data/live'),
        }
      }
      case 'flow_paused': {
        const name = textOf(data.name, format.locale)
        return {
          icon: IconPlayerPause,
          tone: 'warn',
          title: t`„${name}“ ist pausiert`,
          text: plural(number('waiting'), {
            0: 'Gerade wartet niemand darin.',
            one: 'Ein Mensch wartet, bis du ihn wieder einschaltest.',
            other: '# Menschen warten, bis du ihn wieder einschaltest.',
          }),
          button: t`Flow ansehen`,
          page: '/flows/$id',
          link: place(`/flows/${String(data.flowId)}`),
        }
      }
      case 'set_aside': {
        const count = number('count')
        return {
          icon: IconInboxOff,
          tone: 'warn',
          title: plural(count, {
            one: 'Eine Meldung aus dem Shop liegt beiseite',
            other: '# Meldungen aus dem Shop liegen beiseite',
          }),
          text: t`Kundig konnte sie nicht speichern. Verloren gehen sie nicht, aber bis dahin fehlen sie in Flows und Zahlen.`,
          button: t`Ansehen`,
          page: '/data/live',
          link: place('/data/live'),
        }
      }
      case 'smtp_failing':
        return {
          icon: IconServerOff,
          tone: 'bad',
          title: outage.title,
          text: <OutageText outage={data as unknown as Outage} />,
          button: t`Verbindung prüfen`,
          page: '/settings/mail',
          link: place('/settings/mail'),
        }
      case 'runs_failed': {
        return {
          icon: IconAlertTriangle,
          tone: 'bad',
          title: plural(number('people'), {
            one: 'Ein Mensch hängt in einem Flow fest',
            other: '# Menschen hängen in einem Flow fest',
          }),
          text: t`Ein Schritt ging seit letzter Woche schief. Sie bekommen nichts, bis der Flow geändert ist.`,
          button: t`Flows ansehen`,
          page: '/flows',
          link: place('/flows'),
        }
      }
    }
  }
}

function useMissingNames() {
  const { t } = useLingui()
  return (keys: string[]) =>
    keys.map((key) => {
      switch (key.replace(/^impressum\./, '')) {
        case 'name':
          return t`Name`
        case 'company':
          return t`Firma`
        case 'street':
          return t`Straße`
        case 'city':
          return t`PLZ und Ort`
        case 'country':
          return t`Land`
        case 'representative':
          return t`Vertretung`
        case 'email':
          return t`E-Mail`
        case 'vatId':
          return t`Umsatzsteuer-ID`
        case 'register':
          return t`Registereintrag`
        default:
          return key
      }
    })
}
