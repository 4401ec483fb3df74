import { Trans, useLingui } from '@lingui/react/macro'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { get, type Page } from '../../api/client'
import type { LiveFact, Shop } from '../../api/types'
import { CopyButton } from '../../ui/copy-button'
import { SelectField } from '../../ui/form'
import { Mark } from '../../ui/mark'
import { When } from '../../ui/when'
import classes from './client-snippet.module.css'
import seenClasses from './setup-connect.module.css'

const seenQuery = (shopId: number) =>
  queryOptions({
    queryKey: ['ingest', 'page-seen', shopId],
    queryFn: async ({ signal }) => {
      const { items } = await get<Page<LiveFact>>('/ingest/live', { limit: 200 }, signal)
      return items.find((fact) => fact.type === 'page' && fact.shopId === shopId) ?? null
    },
    refetchInterval: 3_000,
  })

/** The line for the shop's pages, with who asks for consent, and when a page last reported. */
export function SiteTag({ shop }: { shop: Shop }) {
  const { t } = useLingui()
  const [consent, setConsent] = useState('banner')
  const { data: seen } = useQuery(seenQuery(shop.id))
  const tag = `<script async src="${location.origin}/kundig.js?key=${shop.writeKey}"${consentOf(consent)}></script>`
  return (
    <>
      <SelectField
        label={t`Wer fragt die Besucher um Erlaubnis?`}
        description={t`Vorher speichert das Skript nichts und sendet nichts.`}
        value={consent}
        onChange={(event) => setConsent(event.currentTarget.value)}
      >
        <option value="banner">{t`ein kleines Banner von Kundig`}</option>
        <option value="cookiebot">Cookiebot</option>
        <option value="usercentrics">Usercentrics</option>
        <option value="consentmanager">consentmanager</option>
        <option value="shopware">{t`der Cookie-Hinweis von Shopware`}</option>
        <option value="tcf">{t`ein anderer nach IAB TCF 2`}</option>
        <option value="">{t`die Seite selbst, mit kundig.consent(true)`}</option>
      </SelectField>
      <div className={classes.box}>
        <div className={classes.head}>
          <span className="t2">
            <Trans>Auf jede Seite, in den &lt;head&gt;</Trans>
          </span>
          <CopyButton value={tag} />
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
        <pre className={classes.code} tabIndex={0}>
          {tag}
        </pre>
      </div>
      <p className={seenClasses.state} data-on={seen ? true : undefined} role="status">
        <Mark kind={seen ? 'holds' : 'open'} />
        {seen ? (
          <span>
            <Trans>
              Zuletzt hat eine Seite gemeldet: <When at={seen.receivedAt} />
            </Trans>
          </span>
        ) : (
          <Trans>Noch hat keine Seite gemeldet. Diese Anzeige springt von selbst um.</Trans>
        )}
      </p>
    </>
  )
}

const consentOf = (way: string) =>
  way === '' ? '' : ` data-consent="${way}"${way === 'consentmanager' ? ' data-vendor="c…"' : ''}`
