import { Trans, useLingui } from '@lingui/react/macro'
import { ButtonLink } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { Page } from '../ui/page'

export function NotFound() {
  const { t } = useLingui()
  return (
    <Page title={t`Diese Seite gibt es nicht`} width="narrow">
      <EmptyState
        title={t`Hier ist nichts`}
        action={
          <ButtonLink to="/">
            <Trans>Zum Start</Trans>
          </ButtonLink>
        }
      >
        <Trans>Die Adresse ist vertippt oder die Seite ist umgezogen.</Trans>
      </EmptyState>
    </Page>
  )
}
