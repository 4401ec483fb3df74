import { useLingui } from '@lingui/react/macro'
import { useFormat } from '../ui/format-context'
import { readable } from './readable'

/** What a shop tells about a person: known traits by their word, others as readable as their name allows. */
export function useTraitWords() {
  const { t } = useLingui()
  const format = useFormat()
  const known: Record<string, string> = {
    email: t`E-Mail`,
    phone: t`Telefon`,
    name: t`Name`,
    firstname: t`Vorname`,
    lastname: t`Nachname`,
    title: t`Anrede oder Titel`,
    salutation: t`Anrede`,
    gender: t`Geschlecht`,
    age: t`Alter`,
    birthday: t`Geburtstag`,
    birthdate: t`Geburtstag`,
    dateofbirth: t`Geburtstag`,
    language: t`Sprache`,
    locale: t`Sprache`,
    browserlocale: t`Sprache des Browsers`,
    timezone: t`Zeitzone`,
    browsertimezone: t`Zeitzone des Browsers`,
    company: t`Firma`,
    organization: t`Firma`,
    vatid: t`Umsatzsteuer-ID`,
    address: t`Anschrift`,
    street: t`Straße`,
    zip: t`Postleitzahl`,
    zipcode: t`Postleitzahl`,
    postcode: t`Postleitzahl`,
    postalcode: t`Postleitzahl`,
    city: t`Stadt`,
    region: t`Region`,
    state: t`Bundesland oder Region`,
    country: t`Land`,
    countrycode: t`Land`,
    website: t`Website`,
    username: t`Benutzername`,
    description: t`Beschreibung`,
    note: t`Notiz`,
    tags: t`Stichwörter`,
    source: t`Herkunft`,
    customergroup: t`Kundengruppe`,
    createdat: t`Kunde seit`,
    avatar: t`Bild`,
  }
  const name = (key: string) => known[plain(key)] ?? readable(key)
  const value = (given: unknown, key = ''): string => {
    if (given === true) return t`ja`
    if (given === false) return t`nein`
    if (typeof given === 'number') return isNumbering(key) ? String(given) : format.number(given)
    if (Array.isArray(given)) return given.map((part) => value(part)).join(', ')
    if (given && typeof given === 'object') {
      return Object.values(given)
        .filter((part) => part !== null && part !== '')
        .map((part) => value(part))
        .join(', ')
    }
    const text = String(given)
    if (/^\d{4}-\d{2}-\d{2}(T|$)/.test(text)) return format.date(text)
    if (/^(language|locale|browserlocale)$/.test(plain(key))) return format.language(text)
    if (/^country(code)?$/.test(plain(key))) return format.country(text)
    return text
  }
  return { name, value }
}

/** `first_name`, `firstName` and `First Name` are one trait. */
const plain = (key: string) => key.replace(/[\s_.$-]/g, '').toLowerCase()

/** Digits that count nothing: "24103", not "24.103". */
const isNumbering = (key: string) =>
  /(^|[a-z])(zip|zipcode|post(al)?code|phone|id|nr|no|number|nummer|year|jahr)$/.test(plain(key))
