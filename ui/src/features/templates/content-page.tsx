import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { templateNamesQuery } from '../../api/templates'
import type { TemplateRow } from '../../api/types'
import { type Column, DataTable, NameCell } from '../../ui/data-table'
import { EmptyState } from '../../ui/empty-state'
import { useFormat } from '../../ui/format-context'
import { Loaded } from '../../ui/loaded'
import { Page } from '../../ui/page'
import { place } from '../../ui/place'
import { SkeletonRows } from '../../ui/skeleton'
import { textOf } from '../../ui/texts'
import { When } from '../../ui/when'

/** What goes out: the mails of flows and sign-ups. */
export function ContentPage() {
  const { t } = useLingui()
  const format = useFormat()
  const templates = useQuery(templateNamesQuery)
  const columns: Column<TemplateRow>[] = [
    {
      key: 'name',
      head: t`Mail`,
      cell: (row) => (
        <NameCell
          name={textOf(row.name, format.locale)}
          detail={row.purpose === 'marketing' ? t`Werbung, mit Impressum und Abmeldelink` : t`Keine Werbung`}
        />
      ),
    },
    {
      key: 'locales',
      head: t`Sprachen`,
      phone: false,
      cell: (row) => row.locales.map((locale) => (locale === 'de' ? t`Deutsch` : t`Englisch`)).join(', '),
    },
    { key: 'version', head: t`Fassung`, align: 'right', cell: (row) => format.number(row.version) },
    {
      key: 'at',
      head: t`Geändert`,
      align: 'right',
      phone: false,
      cell: (row) => <When at={row.updatedAt} className="t2" />,
    },
  ]
  return (
    <Page
      title={t`Inhalte`}
      sentence={t`Die Mails, die deine Flows und Anmeldungen verschicken.`}
      dismissKey="content"
    >
      <Loaded query={templates} skeleton={<SkeletonRows rows={6} height={51} />}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t`Noch keine Vorlage`}>
              <Trans>
                Zu jedem Flow gehören fertige Mails auf Deutsch und Englisch. Sie kommen mit dem ersten Shop.
              </Trans>
            </EmptyState>
          ) : (
            <DataTable
              caption={t`Vorlagen`}
              columns={columns}
              rows={items}
              rowKey={(row) => row.key}
              rowLink={(row) => place(`/content/${row.key}`)}
            />
          )
        }
      </Loaded>
    </Page>
  )
}
