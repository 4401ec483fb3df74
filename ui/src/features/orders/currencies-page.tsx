import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useShop } from '../../api/session'
import type { ExchangeRates } from '../../api/types'
import { Button, IconButton } from '../../ui/button'
import { ErrorState } from '../../ui/error-state'
import { fieldError } from '../../ui/form'
import { useFormat } from '../../ui/format-context'
import { Loaded } from '../../ui/loaded'
import { Page, Section } from '../../ui/page'
import { SkeletonRows } from '../../ui/skeleton'
import { toast } from '../../ui/toast'
import { When } from '../../ui/when'
import classes from './currencies.module.css'
import { ratesQuery, useEnterRate, useRateSource, useRemoveRate } from './rates-query'

const centralBank = 'https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist-90d.xml'

/** Rates for orders whose shop tells none. */
export function CurrenciesPage() {
  const { t } = useLingui()
  const rates = useQuery(ratesQuery)
  return (
    <Page
      title={t`Währungen`}
      sentence={t`Bestellungen in anderen Währungen zählen in deiner, zum Kurs des Tages. Sagt dein Shop-System den Kurs selbst, gilt seiner.`}
      width="form"
    >
      <Loaded query={rates} skeleton={<SkeletonRows rows={4} height={44} />}>
        {(known) => (
          <>
            <Missing rates={known} />
            <Entered rates={known} />
            <Reference rates={known} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Missing({ rates }: { rates: ExchangeRates }) {
  const format = useFormat()
  if (rates.missing.length === 0) return null
  const sums = rates.missing.map(({ currency, orders }) => `${currency} (${format.number(orders)})`)
  const currencies = sums.join(', ')
  const count = rates.missing.reduce((sum, { orders }) => sum + orders, 0)
  return (
    <p className={classes.missing}>
      {plural(count, {
        one: `# Bestellung zählt in keinem Bericht, weil ihr Kurs fehlt: ${currencies}.`,
        other: `# Bestellungen zählen in keinem Bericht, weil ihr Kurs fehlt: ${currencies}.`,
      })}
    </p>
  )
}

function Entered({ rates }: { rates: ExchangeRates }) {
  const { t } = useLingui()
  const format = useFormat()
  const shop = useShop()
  const enter = useEnterRate()
  const removal = useRemoveRate()
  const base = shop?.currency ?? 'EUR'
  const [currency, setCurrency] = useState(rates.missing[0]?.currency ?? '')
  const [day, setDay] = useState('')
  const [rate, setRate] = useState('')
  const code = currency.trim().toUpperCase()
  const error = (path: string) => fieldError(enter.error, path)
  const worth = Number(rate.replace(',', '.'))
  return (
    <Section title={t`Eigene Kurse`}>
      <p className={classes.lead}>
        <Trans>
          Ein Kurs gilt ab seinem Tag, bis zum nächsten, den du einträgst. Er geht vor. Alle Bestellungen seit
          dem Tag werden neu bewertet.
        </Trans>
      </p>
      <form
        className={classes.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          enter.mutate(
            { currency: code, base, day, rate: worth },
            {
              onSuccess: () => {
                setRate('')
                toast(t`Gespeichert. Die Berichte folgen gleich.`)
              },
            },
          )
        }}
      >
        <TextInput
          className={classes.short}
          label={t`Währung`}
          placeholder="CHF"
          maxLength={3}
          value={currency}
          onChange={(event) => setCurrency(event.currentTarget.value)}
          error={error('currency') && t`z. B. CHF`}
        />
        <TextInput
          className={classes.short}
          label={code ? t`1 ${code} in ${base}` : t`Kurs in ${base}`}
          inputMode="decimal"
          value={rate}
          onChange={(event) => setRate(event.currentTarget.value)}
          error={error('rate') && t`eine Zahl`}
        />
        <TextInput
          className={classes.day}
          label={t`Gilt ab`}
          type="date"
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
          error={error('day') && t`Wähle einen Tag.`}
        />
        <Button type="submit" loading={enter.isPending} disabled={!code || !(worth > 0) || !day}>
          <Trans>Eintragen</Trans>
        </Button>
      </form>
      {error('base') && <ErrorState error={enter.error as Error} small />}
      {rates.entered.length > 0 && (
        <ul className={classes.list}>
          {rates.entered.map((entered) => {
            const value = format.number(entered.rate)
            const from = format.date(`${entered.day}T12:00:00Z`)
            return (
              <li key={`${entered.currency}${entered.base}${entered.day}`} className={classes.row}>
                <span>
                  <Trans>
                    <b>
                      1 {entered.currency} = {value} {entered.base}
                    </b>{' '}
                    ab {from}
                  </Trans>
                </span>
                <IconButton
                  icon={IconTrash}
                  label={t`Kurs entfernen`}
                  onClick={() => removal.mutate(entered)}
                />
              </li>
            )
          })}
        </ul>
      )}
    </Section>
  )
}

function Reference({ rates }: { rates: ExchangeRates }) {
  const { t } = useLingui()
  const format = useFormat()
  const source = useRateSource()
  const [url, setUrl] = useState(rates.source?.url ?? centralBank)
  const on = rates.source !== null
  const changed = url.trim() !== (rates.source?.url ?? '')
  const newest = rates.newest && format.date(`${rates.newest}T12:00:00Z`)
  return (
    <Section title={t`Referenzkurse`}>
      <p className={classes.lead}>
        <Trans>
          Kundig kann die Referenzkurse der Europäischen Zentralbank zweimal am Tag abholen. Dabei erfährt
          deren Server die Adresse deines Servers, sonst nichts. Von selbst holt Kundig nichts ab.
        </Trans>
      </p>
      <form
        className={classes.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          source.mutate(url.trim(), { onSuccess: () => toast(t`Gespeichert.`) })
        }}
      >
        <TextInput
          className={classes.wide}
          label={t`Adresse der Liste`}
          type="url"
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
          error={fieldError(source.error, 'url') && t`Das ist keine Adresse. Sie beginnt mit https://`}
        />
        <Button type="submit" loading={source.isPending} disabled={on && !changed}>
          {on ? <Trans>Ändern</Trans> : <Trans>Abholen lassen</Trans>}
        </Button>
        {on && (
          <Button variant="quiet" onClick={() => source.mutate(null)}>
            <Trans>Ausschalten</Trans>
          </Button>
        )}
      </form>
      {rates.source && (
        <ul className={classes.list}>
          <li className={classes.row}>
            {rates.source.problem ? (
              <span>
                <Trans>Das letzte Abholen ging nicht: {rates.source.problem}</Trans>
              </span>
            ) : newest ? (
              <span>
                <Trans>Neuester Kurs vom {newest}</Trans>
              </span>
            ) : (
              <span className="t2">
                <Trans>Wird in der nächsten Minute abgeholt.</Trans>
              </span>
            )}
            {rates.source.askedAt && <When at={rates.source.askedAt} className="small t3" />}
          </li>
        </ul>
      )}
    </Section>
  )
}
