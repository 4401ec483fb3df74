import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { SegmentedControl, Textarea } from '@mantine/core'
import { IconFileText } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { usePutOnList, usePutSegmentOnList } from '../../api/people-lists'
import type { ListChange, PeopleList } from '../../api/types'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { ErrorState } from '../../ui/error-state'
import { SelectField } from '../../ui/form'
import { useFormat } from '../../ui/format-context'
import { toast } from '../../ui/toast'
import { addressesIn, writtenIn } from './addresses'
import classes from './list-page.module.css'
import { segmentsQuery } from './segment-query'

type Way = 'paste' | 'segment'

interface Props {
  list: PeopleList
  onClose: () => void
}

/** Puts people on a list: pasted addresses, a file of them, or all of a segment. */
export function AddPeople({ list, onClose }: Props) {
  const { t } = useLingui()
  const putOn = usePutOnList()
  const [way, setWay] = useState<Way>('paste')
  const [text, setText] = useState('')
  const written = writtenIn(text)
  const [segment, setSegment] = useState('')
  const putSegment = usePutSegmentOnList()
  const result = putOn.data
  if (result && (result.unknown.length > 0 || result.unreadable.length > 0)) {
    return <Result list={list} result={result} onClose={onClose} />
  }
  const add = () => {
    if (way === 'segment') {
      putSegment.mutate(
        { list: list.id, segmentId: segment },
        {
          onSuccess: () => {
            onClose()
            toast(t`Das Segment kommt auf die Liste.`)
          },
        },
      )
    } else {
      putOn.mutate(
        { list: list.id, identifiers: written },
        {
          onSuccess: (change) => {
            if (change.unknown.length > 0 || change.unreadable.length > 0) return
            onClose()
            toast(said(change))
          },
        },
      )
    }
  }
  const error = way === 'segment' ? putSegment.error : putOn.error
  return (
    <Dialog
      title={t`Menschen auf „${list.name}“ setzen`}
      width={560}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>
            <Trans>Abbrechen</Trans>
          </Button>
          <Button
            variant="primary"
            disabled={way === 'segment' ? segment === '' : written.length === 0}
            loading={putOn.isPending || putSegment.isPending}
            onClick={add}
          >
            <Trans>Daraufsetzen</Trans>
          </Button>
        </>
      }
    >
      <SegmentedControl
        className={classes.ways}
        aria-label={t`Woher sie kommen`}
        value={way}
        onChange={(next) => setWay(next as Way)}
        data={[
          { value: 'paste', label: t`Adressen einfügen` },
          { value: 'segment', label: t`Ein ganzes Segment` },
        ]}
      />
      {way === 'paste' ? (
        <Paste text={text} onText={setText} found={written.length} />
      ) : (
        <ChooseSegment value={segment} onChange={setSegment} />
      )}
      {error && <ErrorState error={error} small />}
    </Dialog>
  )
}

const said = ({ changed, unchanged }: ListChange) =>
  [
    plural(changed, { 0: 'Niemand kam dazu.', one: 'Eine Person kam dazu.', other: '# kamen dazu.' }),
    unchanged > 0 && plural(unchanged, { one: 'Eine stand schon darauf.', other: '# standen schon darauf.' }),
  ]
    .filter(Boolean)
    .join(' ')

function Paste({ text, onText, found }: { text: string; onText: (text: string) => void; found: number }) {
  const { t } = useLingui()
  const file = useRef<HTMLInputElement>(null)
  return (
    <>
      <Textarea
        data-autofocus
        label={t`E-Mail-Adressen, Telefon- oder Kundennummern`}
        placeholder={'mara@beispiel.de\n0170 1234567'}
        rows={8}
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
      />
      <input
        ref={file}
        hidden
        type="file"
        accept=".csv,.txt,.tsv,text/*"
        aria-label={t`Datei mit Adressen`}
        onChange={async (event) => {
          const chosen = event.currentTarget.files?.[0]
          event.currentTarget.value = ''
          if (chosen) onText(addressesIn(await chosen.text()).join('\n'))
        }}
      />
      <div className={classes.file}>
        <Button size="small" icon={IconFileText} onClick={() => file.current?.click()}>
          <Trans>Aus einer CSV-Datei lesen</Trans>
        </Button>
      </div>
      <p className={classes.found} aria-live="polite">
        {found === 0 ? (
          <Trans>Eine je Zeile oder durch Kommas getrennt, auch mit Namen dabei.</Trans>
        ) : (
          plural(found, { one: 'Eine erkannt.', other: '# erkannt.' })
        )}
      </p>
    </>
  )
}

function ChooseSegment({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const segments = useQuery(segmentsQuery)
  const live = (segments.data?.items ?? []).filter(
    (segment) => segment.archivedAt === null && segment.state === 'live',
  )
  return (
    <SelectField
      label={t`Segment`}
      description={t`Alle, die in diesem Augenblick darin sind. Wer später dazukommt, kommt nicht mit.`}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: '', label: live.length === 0 ? t`Noch kein Segment` : t`Wähle eins` },
        ...live.map((segment) => ({
          value: segment.id,
          label: `${segment.name} (${format.number(segment.count)})`,
        })),
      ]}
    />
  )
}

/** Some were not found: they can become people. */
function Result({ list, result, onClose }: { list: PeopleList; result: ListChange; onClose: () => void }) {
  const { t } = useLingui()
  const create = usePutOnList()
  const { unknown, unreadable } = result
  const reachable = unknown.filter((text) => text.includes('@') || /^[+0][\d\s()/.-]{5,}$/.test(text))
  return (
    <Dialog
      title={t`Nicht alle gefunden`}
      width={560}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>
            <Trans>Schließen</Trans>
          </Button>
          {reachable.length > 0 && (
            <Button
              variant="primary"
              loading={create.isPending}
              onClick={() =>
                create.mutate(
                  { list: list.id, identifiers: reachable, create: true },
                  {
                    onSuccess: (change) => {
                      onClose()
                      toast(said(change))
                    },
                  },
                )
              }
            >
              {plural(reachable.length, { one: 'Als neuen Kunden anlegen', other: '# neue Kunden anlegen' })}
            </Button>
          )}
        </>
      }
    >
      <div className={classes.result}>
        <p>{said(result)}</p>
        {unknown.length > 0 && (
          <>
            <p>
              {plural(unknown.length, {
                one: 'Diese Angabe gehört noch niemandem:',
                other: 'Diese # Angaben gehören noch niemandem:',
              })}
            </p>
            <ul className={classes.names}>
              {unknown.map((text) => (
                <li key={text}>
                  <bdi>{text}</bdi>
                </li>
              ))}
            </ul>
            {reachable.length > 0 && (
              <p className={classes.found}>
                <Trans>
                  Neue Kunden haben noch nichts erlaubt: Werbung bekommen sie erst, wenn sie zustimmen.
                </Trans>
              </p>
            )}
          </>
        )}
        {unreadable.length > 0 && (
          <>
            <p>
              {plural(unreadable.length, {
                one: 'Das ist keine Adresse:',
                other: 'Das sind keine Adressen:',
              })}
            </p>
            <ul className={classes.names}>
              {unreadable.map((text) => (
                <li key={text}>
                  <bdi>{text}</bdi>
                </li>
              ))}
            </ul>
          </>
        )}
        {create.error && <ErrorState error={create.error} small />}
      </div>
    </Dialog>
  )
}
