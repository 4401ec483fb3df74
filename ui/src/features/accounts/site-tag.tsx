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
  const [platform, setPlatform] = useState('')
  const { data: seen } = useQuery(seenQuery(shop.id))
  const tag = `<script async src="${location.origin}/kundig.js?key=${shop.writeKey}"${consentOf(consent)}${platform && ` data-platform="${platform}"`}></script>`
  const pixel = `${location.origin}/kundig/shopify-pixel.js`
  const line = platform === 'shopify' ? pixel : tag
  return (
    <>
      <SelectField
        label={t`Womit läuft der Shop?`}
        value={platform}
        onChange={(event) => setPlatform(event.currentTarget.value)}
      >
        <option value="">{t`mit etwas anderem`}</option>
        <option value="woocommerce">WooCommerce</option>
        <option value="shopware">Shopware 6</option>
        <option value="magento">Magento 2</option>
        <option value="shopify">Shopify</option>
      </SelectField>
      {platform !== 'shopify' && (
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
      )}
      <div className={classes.box}>
        <div className={classes.head}>
          <span className="t2">
            {platform === 'shopify' ? (
              <Trans>Diese Seite öffnen und als Pixel in die Kundenereignisse von Shopify kopieren</Trans>
            ) : (
              <Trans>Auf jede Seite, in den &lt;head&gt;</Trans>
            )}
          </span>
          <CopyButton value={line} />
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
        <pre className={classes.code} tabIndex={0}>
          {line}
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
