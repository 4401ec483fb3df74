import { Trans, useLingui } from '@lingui/react/macro'
import {
  IconCloudOff,
  IconHelpCircle,
  IconLock,
  IconPlugConnectedX,
  IconServerOff,
} from '@tabler/icons-react'
import { Problem } from '../api/client'
import { Button } from './button'
import { CopyButton } from './copy-button'
import classes from './error-state.module.css'
import { Icon } from './icon'

interface Props {
  error: Error
  onRetry?: () => void
  /** In a part of a page instead of a whole one. */
  small?: boolean
}

/** What happened, what it means, what to do, and an id to quote. */
export function ErrorState({ error, onRetry, small }: Props) {
  const words = useErrorWords(error)
  const id = error instanceof Problem ? error.errorId : null
  return (
    <div className={classes.error} data-small={small || undefined} role="alert">
      <span className={classes.icon}>
        <Icon of={words.icon} size={18} />
      </span>
      <div>
        <p className="b">{words.title}</p>
        <p className={classes.text}>{words.text}</p>
        {(onRetry || id) && (
          <div className={classes.actions}>
            {onRetry && (
              <Button size="small" onClick={onRetry}>
                <Trans>Noch einmal versuchen</Trans>
              </Button>
            )}
            {id && (
              <span className={classes.id}>
                <Trans>Fehlernummer</Trans> <span className="mono">{id}</span>
                <CopyButton value={id} />
              </span>
            )}
          </div>
        )}
      </div>
    </div>
  )
}

/** An error in the reader's words. */
export function useErrorWords(error: Error) {
  const { t } = useLingui()
  const status = error instanceof Problem ? error.status : -1
  if (status === 0) {
    return {
      icon: IconPlugConnectedX,
      title: t`Der Server antwortet nicht`,
      text: t`Was du zuletzt gespeichert hast, ist sicher. Mails und Flows laufen weiter, falls nur deine Verbindung weg ist. Prüfe dein Netz und versuche es noch einmal.`,
    }
  }
  if (status === 403) {
    return {
      icon: IconLock,
      title: t`Das darfst du nicht sehen`,
      text: t`Dein Zugang reicht dafür nicht. Wer Inhaber ist, kann dir mehr Rechte geben.`,
    }
  }
  if (status === 404) {
    return {
      icon: IconHelpCircle,
      title: t`Das gibt es hier nicht`,
      text: t`Vielleicht wurde es gelöscht oder zusammengeführt. Geh zurück zur Liste und suche es dort.`,
    }
  }
  if (status === 429) {
    return {
      icon: IconCloudOff,
      title: t`Zu viele Versuche hintereinander`,
      text: t`Warte einen Moment, dann geht es weiter.`,
    }
  }
  if (status === 503) {
    return {
      icon: IconServerOff,
      title: t`Kundig erreicht seine Datenbank gerade nicht`,
      text: t`Nichts geht verloren: Nachrichten warten, bis sie wieder da ist. In einer Minute noch einmal versuchen.`,
    }
  }
  if (status >= 400 && status < 500 && error instanceof Problem && error.detail) {
    return { icon: IconHelpCircle, title: t`So ging es nicht`, text: error.detail }
  }
  return {
    icon: IconServerOff,
    title: t`Hier ist etwas schiefgegangen`,
    text: t`Der Fehler liegt bei Kundig, nicht bei dir, und an deinen Daten hat sich nichts geändert. Bleibt es so, nenne der Technik die Fehlernummer.`,
  }
}
