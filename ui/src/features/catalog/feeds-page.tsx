import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Problem } from '../../api/client'
import { useShop } from '../../api/session'
import type { ProductFeed } from '../../api/types'
import { Button } from '../../ui/button'
import { Checkbox } from '../../ui/checkbox'
import { EmptyState } from '../../ui/empty-state'
import { ErrorState } from '../../ui/error-state'
import { fieldError, Pair } from '../../ui/form'
import { useFormat } from '../../ui/format-context'
import { Loaded } from '../../ui/loaded'
import { Mark } from '../../ui/mark'
import { Page, Section } from '../../ui/page'
import { SkeletonRows } from '../../ui/skeleton'
import { toast } from '../../ui/toast'
import { When } from '../../ui/when'
import classes from './catalog.module.css'
import { feedsQuery, rulesQuery, useAddFeed, useRemoveFeed, useRunFeed, useSaveRules } from './catalog-query'
import { useCatalogWords } from './catalog-words'

/** Product feeds by address: add one, and see how it goes. */
export function FeedsPage() {
  const { t } = useLingui()
  const feeds = useQuery(feedsQuery)
  const [adding, setAdding] = useState(false)
  const some = (feeds.data?.items.length ?? 0) > 0
  return (
    <Page
      title={t`Produkt-Feeds`}
      sentence={t`Kundig holt sie jede Stunde und merkt, was billiger, knapp oder wieder da ist.`}
      dismissKey="feeds"
      width="list"
      actions={
        some &&
        !adding && (
          <Button icon={IconPlus} onClick={() => setAdding(true)}>
            <Trans>Feed hinzufügen</Trans>
          </Button>
        )
      }
    >
      {adding && <AddFeed onClose={() => setAdding(false)} />}
      <Loaded query={feeds} skeleton={<SkeletonRows rows={3} height={72} />}>
        {({ items }) =>
          items.length === 0
            ? !adding && (
                <EmptyState
                  title={t`Hol dein Sortiment`}
                  action={
                    <Button variant="primary" onClick={() => setAdding(true)}>
                      <Trans>Feed hinzufügen</Trans>
                    </Button>
                  }
                >
                  <Trans>
                    Fast jeder Shop schreibt seine Produkte in eine Datei für Google Merchant. Gib ihre
                    Adresse an: XML, CSV oder JSON, auch gepackt. Gibt es je Sprache oder Land eine, nimm sie
                    alle: So führt eine deutsche Mail zur deutschen Seite.
                  </Trans>
                </EmptyState>
              )
            : items.map((feed) => <FeedRow key={feed.id} feed={feed} />)
        }
      </Loaded>
      <LowStock />
    </Page>
  )
}

function AddFeed({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const shop = useShop()
  const add = useAddFeed()
  const [url, setUrl] = useState('')
  const [market, setMarket] = useState('')
  const [user, setUser] = useState('')
  const [password, setPassword] = useState('')
  const [insideNetwork, setInside] = useState(false)
  const error = (path: string) => fieldError(add.error, path)
  const twice = add.error instanceof Problem && add.error.status === 409
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!shop) return
        add.mutate({ shopId: shop.id, url, market, user, password, insideNetwork }, { onSuccess: onClose })
      }}
    >
      <TextInput
        label={t`Adresse des Feeds`}
        placeholder="https://shop.example/feed.xml"
        type="url"
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
        error={
          (error('url') && t`Das ist keine Adresse. Sie beginnt mit https://`) ||
          (twice && t`Diesen Feed gibt es schon.`)
        }
      />
      <TextInput
        label={t`Sprache oder Land`}
        description={t`Leer: Es ist der Feed deines Shops. Sonst gelten nur Titel, Seiten und Preise daraus, z. B. für „en“ oder „de-AT“.`}
        maxLength={12}
        value={market}
        onChange={(event) => setMarket(event.currentTarget.value)}
        error={error('market') && t`z. B. en oder de-AT`}
      />
      <Pair>
        <TextInput
          label={t`Benutzer`}
          description={t`Nur, wenn der Server danach fragt.`}
          autoComplete="off"
          value={user}
          onChange={(event) => setUser(event.currentTarget.value)}
          error={error('user') && t`Das sind keine Zugangsdaten.`}
        />
        <TextInput
          label={t`Passwort`}
          description={t`Wird verschlüsselt gespeichert.`}
          type="password"
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      </Pair>
      <Checkbox
        checked={insideNetwork}
        onChange={(event) => setInside(event.currentTarget.checked)}
        label={t`Der Server steht in unserem eigenen Netz`}
      />
      {add.error && !(add.error instanceof Problem && (add.error.errors.length > 0 || twice)) && (
        <ErrorState error={add.error} small />
      )}
      <div className={classes.buttons}>
        <Button type="submit" variant="primary" loading={add.isPending} disabled={url.trim() === ''}>
          <Trans>Hinzufügen und holen</Trans>
        </Button>
        <Button onClick={onClose}>
          <Trans>Abbrechen</Trans>
        </Button>
      </div>
    </form>
  )
}

function FeedRow({ feed }: { feed: ProductFeed }) {
  const { t } = useLingui()
  const words = useCatalogWords()
  const run = useRunFeed(feed.id)
  const removal = useRemoveFeed(feed.id)
  const [asking, setAsking] = useState(false)
  return (
    <section className={classes.feed}>
      <div className={classes.feedHead}>
        <h2>
          {feed.name} <span className="t3">· {words.market(feed.market)}</span>
        </h2>
        {feed.appliedAt && (
          <span className="small t2">
            <Trans>
              Stand: <When at={feed.appliedAt} />
            </Trans>
          </span>
        )}
      </div>
      <div className={`small t2 ${classes.address}`}>{feed.url}</div>
      <FeedState feed={feed} />
      <div className={classes.buttons}>
        <Button
          loading={run.isPending}
          disabled={feed.reading !== null}
          onClick={() => run.mutate(false, { onSuccess: () => toast(t`Wird gleich geholt.`) })}
        >
          <Trans>Jetzt holen</Trans>
        </Button>
        {feed.result?.code === 'shrunk' && (
          <Button onClick={() => run.mutate(true)}>
            <Trans>Das stimmt so, übernehmen</Trans>
          </Button>
        )}
        {asking ? (
          <>
            <Button variant="danger" loading={removal.isPending} onClick={() => removal.mutate()}>
              <Trans>Entfernen, seine Produkte gelten als ausverkauft</Trans>
            </Button>
            <Button variant="quiet" onClick={() => setAsking(false)}>
              <Trans>Behalten</Trans>
            </Button>
          </>
        ) : (
          <Button variant="quiet" onClick={() => setAsking(true)}>
            <Trans>Entfernen</Trans>
          </Button>
        )}
      </div>
    </section>
  )
}

function FeedState({ feed }: { feed: ProductFeed }) {
  const format = useFormat()
  const words = useCatalogWords()
  const { result } = feed
  if (feed.reading !== null || result === null) {
    const read = format.number(feed.reading ?? 0)
    return (
      <p className={classes.state} role="status">
        <Mark kind="open" />
        <Trans>Wird gelesen: {read} Einträge bisher</Trans>
      </p>
    )
  }
  if (result.outcome === 'FAILED' || result.outcome === 'KEPT') {
    const kept = feed.appliedAt !== null
    return (
      <>
        <p className={classes.state}>
          <Mark kind={result.outcome === 'KEPT' ? 'held' : 'broken'} />
          <span>
            {words.trouble(result)} {kept && <Trans>Dein Sortiment bleibt, wie es war.</Trans>}
          </span>
        </p>
        <Flaws feed={feed} />
      </>
    )
  }
  const items = format.number(result.items)
  return (
    <>
      <p className={classes.state}>
        <Mark kind="holds" />
        <span>
          {result.outcome === 'UNCHANGED' ? (
            <Trans>{items} Einträge, seit dem letzten Mal unverändert</Trans>
          ) : (
            <Trans>
              {items} Einträge; {format.number(result.changed)} Produkte geändert,{' '}
              {format.number(result.gone)} nicht mehr dabei
            </Trans>
          )}
        </span>
      </p>
      <Flaws feed={feed} />
    </>
  )
}

function Flaws({ feed }: { feed: ProductFeed }) {
  const { t } = useLingui()
  const words = useCatalogWords()
  const skipped = feed.result?.skipped ?? 0
  if (!feed.result || skipped === 0) return null
  return (
    <div className={classes.flaws}>
      <span>{plural(skipped, { one: '# Eintrag ausgelassen:', other: '# Einträge ausgelassen:' })}</span>
      {feed.result.flaws.slice(0, 5).map((flaw) => {
        const line = String(flaw.line)
        const id = flaw.id ? ` (${flaw.id})` : ''
        return (
          <span key={`${flaw.line} ${flaw.code}`}>
            {t`Zeile ${line}`}
            {id}: {words.flaw(flaw.code)}
          </span>
        )
      })}
    </div>
  )
}

function LowStock() {
  const { t } = useLingui()
  const rules = useQuery(rulesQuery)
  const save = useSaveRules()
  const [pieces, setPieces] = useState<string | null>(null)
  const shown = pieces ?? String(rules.data?.lowStock ?? 5)
  return (
    <Section title={t`Bald ausverkauft`}>
      <form
        className={classes.rule}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate(Number(shown), {
            onSuccess: () => {
              setPieces(null)
              toast(t`Gespeichert.`)
            },
          })
        }}
      >
        <TextInput
          className={classes.few}
          label={t`ab so vielen Stück`}
          inputMode="numeric"
          value={shown}
          onChange={(event) => setPieces(event.currentTarget.value)}
          error={fieldError(save.error, 'lowStock') && t`eine Zahl`}
        />
        <Button type="submit" loading={save.isPending} disabled={pieces === null || !/^\d+$/.test(pieces)}>
          <Trans>Speichern</Trans>
        </Button>
      </form>
    </Section>
  )
}
