import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { Pair, SelectField } from '../../ui/form'
import { useFieldError } from './field-words'
import { missingVatDigits, type ShopDraft } from './shop-draft'

interface Props {
  draft: ShopDraft
  onChange: (change: Partial<ShopDraft>) => void
  error: Error | null
}

const currencies = ['EUR', 'CHF', 'GBP', 'USD', 'CZK', 'DKK', 'HUF', 'NOK', 'PLN', 'RON', 'SEK']
const zonesFirst = ['Europe/Berlin', 'Europe/Vienna', 'Europe/Zurich']

/** Name, address, language, currency, zone. */
export function ShopFields({ draft, onChange, error }: Props) {
  const { t, i18n } = useLingui()
  const fieldError = useFieldError()
  const currencyNames = new Intl.DisplayNames(i18n.locale, { type: 'currency' })
  const zones = [...new Set([...zonesFirst, draft.timeZone, ...Intl.supportedValuesOf('timeZone')])]
  const known = currencies.includes(draft.currency) ? currencies : [draft.currency, ...currencies]
  return (
    <>
      <TextInput
        label={t`Name des Shops`}
        description={t`So steht er als Absender in den Mails.`}
        value={draft.name}
        maxLength={100}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        error={fieldError(error, 'name')}
      />
      <TextInput
        label={t`Adresse des Shops im Web`}
        description={t`Dorthin führen die Knöpfe in deinen Mails, etwa „Zum Shop“.`}
        type="url"
        inputMode="url"
        autoComplete="url"
        placeholder="https://shop.example"
        value={draft.url}
        maxLength={500}
        onChange={(event) => onChange({ url: event.currentTarget.value })}
        error={fieldError(error, 'url')}
      />
      <Pair>
        <SelectField
          label={t`Sprache`}
          value={draft.locale}
          onChange={(event) => onChange({ locale: event.currentTarget.value })}
          data={[
            { value: 'de', label: 'Deutsch' },
            { value: 'en', label: 'English' },
          ]}
          error={fieldError(error, 'locale')}
        />
        <SelectField
          label={t`Währung`}
          value={draft.currency}
          onChange={(event) => onChange({ currency: event.currentTarget.value })}
          data={known.map((code) => ({ value: code, label: `${currencyNames.of(code) ?? code} (${code})` }))}
          error={fieldError(error, 'currency')}
        />
      </Pair>
      <SelectField
        label={t`Zeitzone`}
        description={t`Für „heute“ und die Tage in Berichten, für Wartezeiten in Flows, für Zeiten in Mails und Importen.`}
        value={draft.timeZone}
        onChange={(event) => onChange({ timeZone: event.currentTarget.value })}
        data={zones.map((zone) => ({
          value: zone,
          label:
            zone === draft.timeZone
              ? t`${zoneName(zone)}, jetzt ${clockIn(zone, i18n.locale)}`
              : zoneName(zone),
        }))}
        error={fieldError(error, 'timeZone')}
      />
    </>
  )
}

const zoneName = (zone: string) =>
  zone.startsWith('Europe/') ? zone.slice(7).replaceAll('_', ' ') : zone.replaceAll('_', ' ')

const clockIn = (zone: string, locale: string) =>
  new Intl.DateTimeFormat(locale, { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(new Date())

/** What § 5 DDG asks for under every mail. */
export function ImpressumFields({ draft, onChange, error }: Props) {
  const { t } = useLingui()
  const fieldError = useFieldError()
  const [vatLeft, setVatLeft] = useState(draft.vatId !== '')
  const vat = vatLeft ? missingVatDigits(draft.vatId) : null
  const vatError =
    vat &&
    t`Nach ${vat.prefix} ${plural(vat.missing, {
      one: 'fehlt noch eine Ziffer.',
      2: 'fehlen noch zwei Ziffern.',
      3: 'fehlen noch drei Ziffern.',
      4: 'fehlen noch vier Ziffern.',
      other: 'fehlen noch # Ziffern.',
    })}`
  return (
    <>
      <TextInput
        label={t`Firma mit Rechtsform`}
        value={draft.company}
        autoComplete="organization"
        onChange={(event) => onChange({ company: event.currentTarget.value })}
        error={fieldError(error, 'impressum.company')}
      />
      <Pair>
        <TextInput
          label={t`Straße und Hausnummer`}
          value={draft.street}
          autoComplete="street-address"
          onChange={(event) => onChange({ street: event.currentTarget.value })}
          error={fieldError(error, 'impressum.street')}
        />
        <TextInput
          label={t`PLZ und Ort`}
          value={draft.city}
          onChange={(event) => onChange({ city: event.currentTarget.value })}
          error={fieldError(error, 'impressum.city')}
        />
      </Pair>
      <Pair>
        <TextInput
          label={t`Land`}
          value={draft.country}
          autoComplete="country-name"
          onChange={(event) => onChange({ country: event.currentTarget.value })}
          error={fieldError(error, 'impressum.country')}
        />
        <TextInput
          label={t`Vertreten durch`}
          value={draft.representative}
          onChange={(event) => onChange({ representative: event.currentTarget.value })}
          error={fieldError(error, 'impressum.representative')}
        />
      </Pair>
      <Pair>
        <TextInput
          label={t`E-Mail`}
          type="email"
          value={draft.email}
          autoComplete="email"
          onChange={(event) => onChange({ email: event.currentTarget.value })}
          error={fieldError(error, 'impressum.email')}
        />
        <TextInput
          label={t`Telefon`}
          type="tel"
          value={draft.phone}
          autoComplete="tel"
          onChange={(event) => onChange({ phone: event.currentTarget.value })}
          error={fieldError(error, 'impressum.phone')}
        />
      </Pair>
      <Pair>
        <TextInput
          label={t`Registergericht und Nummer`}
          value={draft.register}
          onChange={(event) => onChange({ register: event.currentTarget.value })}
          error={fieldError(error, 'impressum.register')}
        />
        <TextInput
          label={t`Umsatzsteuer-ID`}
          value={draft.vatId}
          onChange={(event) => onChange({ vatId: event.currentTarget.value })}
          onBlur={() => setVatLeft(true)}
          error={vatError || fieldError(error, 'impressum.vatId')}
        />
      </Pair>
    </>
  )
}

/** Who the mails come from. */
export function SenderFields({ draft, onChange, error }: Props) {
  const { t } = useLingui()
  const fieldError = useFieldError()
  return (
    <>
      <Pair>
        <TextInput
          label={t`Name des Absenders`}
          placeholder={draft.name}
          value={draft.senderName}
          onChange={(event) => onChange({ senderName: event.currentTarget.value })}
          error={fieldError(error, 'sender.name')}
        />
        <TextInput
          label={t`Adresse des Absenders`}
          placeholder={draft.email}
          type="email"
          value={draft.senderEmail}
          onChange={(event) => onChange({ senderEmail: event.currentTarget.value })}
          error={fieldError(error, 'sender.email')}
        />
      </Pair>
      <TextInput
        label={t`Antworten an`}
        description={t`Leer: an die Adresse des Absenders.`}
        type="email"
        value={draft.replyTo}
        onChange={(event) => onChange({ replyTo: event.currentTarget.value })}
        error={fieldError(error, 'sender.replyTo')}
      />
    </>
  )
}
