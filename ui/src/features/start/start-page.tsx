import { useLingui } from '@lingui/react/macro'
import { Page } from '../../ui/page'

export function StartPage() {
  const { t } = useLingui()
  return <Page title={t`Start`}>…</Page>
}
