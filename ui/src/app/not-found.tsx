import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { EmptyState } from '../ui/empty-state'
import { Page } from '../ui/page'

export function NotFound() {
  const { t } = useLingui()
  return (
    <Page title={t`Diese Seite gibt es nicht`} width="narrow">
      <EmptyState
        title={t`Hier ist nichts`}
        action={
          <Button component={Link} to="/">
            <Trans>Zum Start</Trans>
          </Button>
        }
      >
        <Trans>Die Adresse ist vertippt oder die Seite ist umgezogen.</Trans>
      </EmptyState>
    </Page>
  )
}
