import { Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { templateNamesQuery } from '../../api/templates'
import type { Locale, TemplatePreview } from '../../api/types'
import { KindChips } from '../../ui/filter-sentence'
import { useFormat } from '../../ui/format-context'
import { Loaded } from '../../ui/loaded'
import { Mark } from '../../ui/mark'
import { useTitle } from '../../ui/page'
import { place } from '../../ui/place'
import { RecordBar } from '../../ui/record-bar'
import { Skeleton } from '../../ui/skeleton'
import { textOf } from '../../ui/texts'
import { MailFrame, MailText } from '../../words/mail-frame'
import { SourceEditor } from './source-editor'
import classes from './template-page.module.css'
import { previewQuery } from './template-query'

const route = getRouteApi('/frame/shell/content/$key')

type View = 'mail' | 'text' | 'source'

/** One mail: as people get it, as text, and what it is made of. */
export function TemplatePage() {
  const { t } = useLingui()
  const format = useFormat()
  const { key } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { data: templates } = useQuery(templateNamesQuery)
  const row = templates?.items.find((one) => one.key === key)
  const name = row ? textOf(row.name, format.locale) : key
  useTitle(name)
  const locale =
    search.locale ??
    (row?.locales.includes(format.locale) === false ? (row.locales[0] ?? 'de') : format.locale)
  const view: View = search.view ?? 'mail'
  const preview = useQuery({ ...previewQuery(key, locale), placeholderData: keepPreviousData })
  return (
    <>
      <RecordBar
        back={{ ...place('/content'), label: t`Inhalte` }}
        title={<h1 className={classes.name}>{name}</h1>}
      />
      <div className={classes.page}>
        <div className={classes.chips}>
          <KindChips<View>
            label={t`Ansicht`}
            value={view}
            options={[
              { value: 'mail', label: t`Mail` },
              { value: 'text', label: t`Nur Text` },
              { value: 'source', label: t`Bearbeiten` },
            ]}
            onChange={(next) =>
              navigate({
                search: (old) => ({ ...old, view: next === 'mail' ? undefined : next }),
                replace: true,
              })
            }
          />
          <KindChips<Locale>
            label={t`Sprache`}
            value={locale}
            options={(row?.locales ?? [locale]).map((value) => ({
              value,
              label: value === 'de' ? t`Deutsch` : t`Englisch`,
            }))}
            onChange={(next) => navigate({ search: (old) => ({ ...old, locale: next }), replace: true })}
          />
        </div>
        {view === 'source' ? (
          <SourceEditor key={locale} templateKey={key} locale={locale} />
        ) : (
          <Loaded query={preview} skeleton={<Skeleton height={560} radius={10} />}>
            {(shown) => (
              <>
                <Problems preview={shown} />
                <dl className={classes.head}>
                  <dt>
                    <Trans>Betreff</Trans>
                  </dt>
                  <dd className="b">{shown.subject}</dd>
                  <dt>
                    <Trans>Vorschauzeile</Trans>
                  </dt>
                  <dd>{shown.preheader || '–'}</dd>
                </dl>
                {view === 'mail' ? (
                  <MailFrame html={shown.html} />
                ) : (
                  <MailText label={t`Textteil`}>{shown.text}</MailText>
                )}
                <p className={classes.note}>
                  <Trans>
                    Mit erfundenen Angaben gefüllt. Namen, Warenkorb und Links kommen beim Senden.
                  </Trans>
                </p>
              </>
            )}
          </Loaded>
        )}
      </div>
    </>
  )
}

function Problems({ preview }: { preview: TemplatePreview }) {
  const format = useFormat()
  if (preview.problems.length === 0) return null
  return (
    <ul className={classes.problems}>
      {preview.problems.map((problem) => (
        <li key={problem.code}>
          <Mark kind="missing" size={15} />
          {textOf(problem.message, format.locale)}
        </li>
      ))}
    </ul>
  )
}
