import { Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ImportJob } from '../../api/types'
import { Button } from '../../ui/button'
import { ErrorState } from '../../ui/error-state'
import { SelectField } from '../../ui/form'
import { useFormat } from '../../ui/format-context'
import { textOf } from '../../ui/texts'
import { useImportAction, useMapping } from './import-query'
import classes from './imports.module.css'

const samplesShown = 3

/** Which column is what; the server's guess stands there already. */
export function ImportMapping({ job }: { job: ImportJob }) {
  const { t } = useLingui()
  const format = useFormat()
  const [mapping, setMapping] = useState(job.mapping)
  const [options, setOptions] = useState(job.options)
  const save = useMapping(job.id)
  const action = useImportAction(job.id)
  const used = new Set(Object.values(mapping).filter((field) => field !== null))
  const missing = job.fields
    .filter((field) => field.required && !used.has(field.key))
    .map((field) => textOf(field.label, format.locale))
  const choose = (column: string, field: string) => {
    setMapping((old) => {
      const next = { ...old }
      // A field comes from one column only.
      if (field) for (const [other, had] of Object.entries(next)) if (had === field) next[other] = null
      next[column] = field || null
      return next
    })
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ mapping, options }, { onSuccess: () => action.mutate('dry-run') })
      }}
    >
      <table className={classes.mapping}>
        <caption className="visually-hidden">
          <Trans>Spalten der Datei und was sie bedeuten</Trans>
        </caption>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Spalte</Trans>
            </th>
            <th scope="col" className={classes.samples}>
              <Trans>Die ersten Werte</Trans>
            </th>
            <th scope="col">
              <Trans>Bedeutet</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {job.columns.map((column) => {
            const value = mapping[column.name] ?? ''
            return (
              <tr key={column.name} data-unused={value === '' || undefined}>
                <th scope="row">
                  <bdi>{column.name}</bdi>
                  <span className={classes.phoneSample}>{column.samples.find(Boolean)}</span>
                </th>
                <td className={classes.samples}>
                  {column.samples.filter(Boolean).slice(0, samplesShown).join(' · ') || '–'}
                </td>
                <td>
                  <SelectField
                    aria-label={t`Bedeutung von ${column.name}`}
                    value={value}
                    onChange={(event) => choose(column.name, event.currentTarget.value)}
                  >
                    <option value="">{t`weglassen`}</option>
                    {job.fields.map((field) => (
                      <option key={field.key} value={field.key}>
                        {textOf(field.label, format.locale)}
                        {field.required ? ' *' : ''}
                      </option>
                    ))}
                    {job.kind === 'customers' && (
                      <option value={`trait:${column.name}`}>{t`Merkmal „${column.name}“`}</option>
                    )}
                  </SelectField>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <Options job={job} options={options} used={used} onChange={setOptions} />
      {(save.error ?? action.error) && <ErrorState error={(save.error ?? action.error) as Error} small />}
      <div className={classes.actions}>
        <Button
          type="submit"
          variant="primary"
          disabled={missing.length > 0}
          loading={save.isPending || action.isPending}
        >
          <Trans>Probelauf starten</Trans>
        </Button>
        <span className={classes.hint}>
          {missing.length > 0 ? (
            <Trans>Es fehlt noch: {format.list(missing)}.</Trans>
          ) : (
            <Trans>Prüft alle Zeilen und speichert nichts.</Trans>
          )}
        </span>
      </div>
    </form>
  )
}

interface OptionsProps {
  job: ImportJob
  options: ImportJob['options']
  used: ReadonlySet<string | null>
  onChange: (options: ImportJob['options']) => void
}

/** How values are to be read. */
function Options({ job, options, used, onChange }: OptionsProps) {
  const { t } = useLingui()
  const set = (key: string, value: string) => onChange({ ...options, [key]: value })
  const consent = used.has('consent')
  return (
    <div className={classes.options}>
      <SelectField
        label={t`Datum mit Schrägstrichen`}
        value={options.dateFormat ?? 'dmy'}
        onChange={(event) => set('dateFormat', event.currentTarget.value)}
      >
        <option value="dmy">{t`Tag zuerst: 31/12/2025`}</option>
        <option value="mdy">{t`Monat zuerst: 12/31/2025`}</option>
      </SelectField>
      <SelectField
        label={t`Zahlen`}
        value={options.decimal ?? 'comma'}
        onChange={(event) => set('decimal', event.currentTarget.value)}
      >
        <option value="comma">{t`mit Komma: 12,50`}</option>
        <option value="point">{t`mit Punkt: 12.50`}</option>
      </SelectField>
      <TextInput
        label={t`Zeitzone, wo keine steht`}
        value={options.zone ?? ''}
        onChange={(event) => set('zone', event.currentTarget.value)}
      />
      {job.kind === 'orders' && (
        <TextInput
          label={t`Währung, wo keine steht`}
          value={options.currency ?? ''}
          maxLength={3}
          onChange={(event) => set('currency', event.currentTarget.value.toUpperCase())}
        />
      )}
      {job.kind === 'customers' && consent && (
        <>
          <SelectField
            label={t`Newsletter`}
            value={options.consent ?? 'none'}
            onChange={(event) => set('consent', event.currentTarget.value)}
          >
            <option value="none">{t`niemanden anmelden`}</option>
            <option value="column">{t`die Spalte sagt, wer ihn erlaubt hat`}</option>
          </SelectField>
          {options.consent === 'column' && (
            <>
              <TextInput
                label={t`Wortlaut der Einwilligung`}
                description={t`Der Satz, dem die Menschen zugestimmt haben. Ohne ihn fehlt der Nachweis.`}
                value={options.consentWording ?? ''}
                onChange={(event) => set('consentWording', event.currentTarget.value)}
              />
              <TextInput
                label={t`Wo sie zugestimmt haben`}
                placeholder={t`Anmeldeformular im alten Shop`}
                value={options.consentSource ?? ''}
                onChange={(event) => set('consentSource', event.currentTarget.value)}
              />
            </>
          )}
        </>
      )}
    </div>
  )
}
