import { Trans, useLingui } from '@lingui/react/macro'
import { IconFileUpload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useShop } from '../../api/session'
import type { ImportJob } from '../../api/types'
import { Button } from '../../ui/button'
import { type Column, DataTable, NameCell } from '../../ui/data-table'
import { ErrorState } from '../../ui/error-state'
import { KindChips } from '../../ui/filter-sentence'
import { useFormat } from '../../ui/format-context'
import { Icon } from '../../ui/icon'
import { Loaded } from '../../ui/loaded'
import { Mark } from '../../ui/mark'
import { Page, Section } from '../../ui/page'
import { place } from '../../ui/place'
import { SkeletonRows } from '../../ui/skeleton'
import { When } from '../../ui/when'
import { importsQuery, useUpload } from './import-query'
import { useImportWords } from './import-words'
import classes from './imports.module.css'

/** Files of customers and orders: give one, and see what became of those before. */
export function ImportsPage() {
  const { t } = useLingui()
  const imports = useQuery(importsQuery)
  return (
    <Page
      title={t`Importe`}
      sentence={t`Kunden und Bestellungen aus einer Datei. Erst ein Probelauf, dann zählt es.`}
      dismissKey="imports"
    >
      <Upload />
      <Section title={t`Bisherige Importe`}>
        <Loaded query={imports} skeleton={<SkeletonRows rows={4} height={51} />}>
          {({ items }) =>
            items.length === 0 ? (
              <p className="t2">
                <Trans>
                  Noch keiner. Eingelesene Bestellungen zählen als Geschichte: Sie lösen keinen Flow aus, und
                  dieselbe Datei zweimal verdoppelt nichts.
                </Trans>
              </p>
            ) : (
              <Table imports={items} />
            )
          }
        </Loaded>
      </Section>
    </Page>
  )
}

function Upload() {
  const { t } = useLingui()
  const shop = useShop()
  const navigate = useNavigate()
  const words = useImportWords()
  const upload = useUpload()
  const input = useRef<HTMLInputElement>(null)
  const [kind, setKind] = useState<ImportJob['kind']>('orders')
  const [over, setOver] = useState(false)
  const send = (file: File | undefined) => {
    if (!file || !shop) return
    upload.mutate(
      { file, kind, shopId: shop.id },
      { onSuccess: (job) => navigate(place(`/data/imports/${job.id}`) as { to: string }) },
    )
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the button inside does the same
    <div
      className={classes.drop}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        send(event.dataTransfer.files[0])
      }}
    >
      <span className={classes.dropIcon}>
        <Icon of={IconFileUpload} size={22} />
      </span>
      <div className={classes.dropWords}>
        <h2>
          <Trans>Was ist in der Datei?</Trans>
        </h2>
        <KindChips<ImportJob['kind']>
          label={t`Was ist in der Datei?`}
          value={kind}
          options={[
            { value: 'orders', label: words.kind('orders') },
            { value: 'customers', label: words.kind('customers') },
          ]}
          onChange={setKind}
        />
        <p className={classes.hint}>
          {kind === 'orders' ? (
            <Trans>
              CSV, auch gepackt (.gz), oder Excel (.xlsx). Eine Zeile je Bestellung oder je Artikel, mit
              Bestellnummer, Datum und Betrag oder Preis.
            </Trans>
          ) : (
            <Trans>
              CSV, auch gepackt (.gz), oder Excel (.xlsx). Eine Zeile je Mensch, mit E-Mail, Telefon oder
              Kundennummer. Newsletter nur mit Nachweis.
            </Trans>
          )}
        </p>
      </div>
      <div className={classes.dropAction}>
        <input
          ref={input}
          type="file"
          accept=".csv,.gz,.txt,.tsv,.xlsx,text/csv"
          className="visually-hidden"
          tabIndex={-1}
          aria-label={t`Datei wählen`}
          onChange={(event) => {
            send(event.currentTarget.files?.[0])
            event.currentTarget.value = ''
          }}
        />
        <Button variant="primary" loading={upload.isPending} onClick={() => input.current?.click()}>
          <Trans>Datei wählen</Trans>
        </Button>
        <p className={classes.hint}>
          <Trans>oder hierher ziehen</Trans>
        </p>
      </div>
      {upload.error && (
        <div className={classes.dropError}>
          <ErrorState error={upload.error} small />
        </div>
      )}
    </div>
  )
}

function Table({ imports }: { imports: ImportJob[] }) {
  const { t } = useLingui()
  const format = useFormat()
  const words = useImportWords()
  const count = (value: number) => (value ? format.number(value) : '–')
  const columns: Column<ImportJob>[] = [
    {
      key: 'file',
      head: t`Datei`,
      cell: (job) => <NameCell name={<bdi>{job.fileName}</bdi>} detail={words.kind(job.kind)} />,
    },
    {
      key: 'state',
      head: t`Stand`,
      cell: (job) => (
        <span className={classes.state}>
          <Mark kind={words.mark(job)} size={14} />
          {words.state(job)}
        </span>
      ),
    },
    {
      key: 'new',
      head: t`Neu`,
      align: 'right',
      phone: false,
      cell: (job) => (job.state === 'done' ? count(job.progress.imported) : '–'),
    },
    {
      key: 'updated',
      head: t`Ergänzt`,
      align: 'right',
      phone: false,
      cell: (job) => (job.state === 'done' ? count(job.progress.updated) : '–'),
    },
    {
      key: 'failed',
      head: t`Fehlerhaft`,
      align: 'right',
      phone: false,
      cell: (job) => count(job.progress.failed),
    },
    {
      key: 'at',
      head: t`Wann`,
      align: 'right',
      phone: false,
      cell: (job) => <When at={job.createdAt} className="t2" />,
    },
  ]
  return (
    <DataTable
      caption={t`Importe, neueste zuerst`}
      columns={columns}
      rows={imports}
      rowKey={(job) => job.id}
      rowLink={(job) => place(`/data/imports/${job.id}`)}
    />
  )
}
