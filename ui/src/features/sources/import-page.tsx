import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { address } from '../../api/client'
import type { ImportJob } from '../../api/types'
import { Button, ButtonAnchor, ButtonLink } from '../../ui/button'
import { ErrorState } from '../../ui/error-state'
import { useFormat } from '../../ui/format-context'
import { useHasRoute } from '../../ui/has-route'
import { Mark } from '../../ui/mark'
import { useTitle } from '../../ui/page'
import { place } from '../../ui/place'
import { RecordBar } from '../../ui/record-bar'
import { Skeleton, SkeletonRows } from '../../ui/skeleton'
import { textOf } from '../../ui/texts'
import { ImportMapping } from './import-mapping'
import { importQuery, useImportAction } from './import-query'
import { useImportWords } from './import-words'
import classes from './imports.module.css'

const route = getRouteApi('/frame/shell/data/imports/$id')

/** One file on its way: columns, trial run, progress, what became of each row. */
export function ImportPage() {
  const { t } = useLingui()
  const words = useImportWords()
  const { id } = route.useParams()
  const query = useQuery(importQuery(id))
  const job = query.data
  useTitle(job?.fileName ?? '')
  return (
    <>
      <RecordBar back={{ ...place('/data/imports'), label: t`Importe` }} />
      <div className={classes.page}>
        {query.error && !job ? (
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        ) : !job ? (
          <>
            <Skeleton width={320} height={26} />
            <SkeletonRows rows={6} height={56} />
          </>
        ) : (
          <>
            <header className={classes.head}>
              <h1>
                <bdi>{job.fileName}</bdi>
              </h1>
              <p className={classes.line}>
                {words.kind(job.kind)} · <Mark kind={words.mark(job)} size={14} /> {words.state(job)}
              </p>
            </header>
            <Stage key={job.state} job={job} />
          </>
        )}
      </div>
    </>
  )
}

function Stage({ job }: { job: ImportJob }) {
  switch (job.state) {
    case 'mapping':
      return <ImportMapping job={job} />
    case 'checking':
    case 'running':
      return <Working job={job} />
    case 'checked':
      return <Checked job={job} />
    case 'done':
      return <Done job={job} />
    case 'failed':
      return <Failed job={job} />
    case 'cancelled':
      return <Cancelled job={job} />
    default:
      return null
  }
}

function Working({ job }: { job: ImportJob }) {
  const { t } = useLingui()
  const format = useFormat()
  const action = useImportAction(job.id)
  const { progress } = job
  const share = progress.totalBytes > 0 ? Math.min(1, progress.bytes / progress.totalBytes) : 0
  return (
    <section className={classes.card}>
      <h2>
        {job.state === 'checking' ? (
          <Trans>Probelauf: es wird nur geprüft, nichts gespeichert</Trans>
        ) : (
          <Trans>Wird eingelesen</Trans>
        )}
      </h2>
      <div
        className={classes.bar}
        role="progressbar"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-label={t`Fortschritt`}
      >
        <span style={{ width: `${share * 100}%` }} />
      </div>
      <p className={classes.line}>
        <Trans>
          {format.number(progress.rows)} Zeilen gelesen
          <Remaining job={job} share={share} />
        </Trans>
      </p>
      <Counts job={job} />
      <p className={classes.hint}>
        <Trans>Du kannst die Seite verlassen, es geht weiter.</Trans>
      </p>
      {action.error && <ErrorState error={action.error} small />}
      <div className={classes.actions}>
        <Button loading={action.isPending} onClick={() => action.mutate('cancel')}>
          <Trans>Abbrechen</Trans>
        </Button>
      </div>
    </section>
  )
}

/** What is left, from how it went so far; said only once that means something. */
function Remaining({ job, share }: { job: ImportJob; share: number }) {
  const format = useFormat()
  const since = job.startedAt ? (format.now().getTime() - Date.parse(job.startedAt)) / 1000 : 0
  if (share < 0.03 || since < 3) return null
  const left = Math.max(1, Math.round((since / share) * (1 - share)))
  const words = left < 90 ? format.duration(`PT${left}S`) : format.duration(`PT${Math.round(left / 60)}M`)
  return <Trans>, noch etwa {words}</Trans>
}

function Checked({ job }: { job: ImportJob }) {
  const format = useFormat()
  const action = useImportAction(job.id)
  const good = job.progress.rows - job.progress.failed - job.progress.skipped
  return (
    <>
      <section className={classes.card}>
        <h2>
          <Trans>
            {format.number(good)} von {format.number(job.progress.rows)} Zeilen passen
          </Trans>
        </h2>
        <p className={classes.hint}>
          <Trans>
            Noch ist nichts gespeichert. Was nicht passt, steht unten; der Rest kann jetzt hinein.
          </Trans>
        </p>
        <Counts job={job} />
        {action.error && <ErrorState error={action.error} small />}
        <div className={classes.actions}>
          <Button variant="primary" loading={action.isPending} onClick={() => action.mutate('start')}>
            <Trans>Jetzt einlesen</Trans>
          </Button>
          <ErrorsFile job={job} />
        </div>
      </section>
      <Problems job={job} />
      <details className={classes.again}>
        <summary>
          <Trans>Zuordnung ändern und neu prüfen</Trans>
        </summary>
        <ImportMapping job={job} />
      </details>
    </>
  )
}

function Done({ job }: { job: ImportJob }) {
  const has = useHasRoute()
  return (
    <>
      <section className={classes.card}>
        <h2>
          <Trans>Fertig eingelesen</Trans>
        </h2>
        <Counts job={job} />
        <div className={classes.actions}>
          {has('/customers') && (
            <ButtonLink variant="primary" {...place('/customers')}>
              <Trans>Kunden ansehen</Trans>
            </ButtonLink>
          )}
          <ErrorsFile job={job} />
        </div>
      </section>
      <Problems job={job} />
    </>
  )
}

function Failed({ job }: { job: ImportJob }) {
  const format = useFormat()
  return (
    <>
      <section className={classes.card}>
        <h2>
          <Trans>Der Import ist gescheitert</Trans>
        </h2>
        <p>{textOf(job.failure, format.locale) || <Trans>Die Datei ließ sich nicht zu Ende lesen.</Trans>}</p>
        <Counts job={job} />
        <p className={classes.hint}>
          <Trans>
            Was schon eingelesen ist, bleibt. Dieselbe Datei noch einmal verdoppelt nichts und holt den Rest
            nach.
          </Trans>
        </p>
        <div className={classes.actions}>
          <ButtonLink variant="primary" {...place('/data/imports')}>
            <Trans>Neu versuchen</Trans>
          </ButtonLink>
          <ErrorsFile job={job} />
        </div>
      </section>
      <Problems job={job} />
    </>
  )
}

function Cancelled({ job }: { job: ImportJob }) {
  return (
    <section className={classes.card}>
      <h2>
        <Trans>Abgebrochen</Trans>
      </h2>
      <Counts job={job} />
      <p className={classes.hint}>
        <Trans>
          Was schon eingelesen ist, bleibt. Dieselbe Datei noch einmal verdoppelt nichts und holt den Rest
          nach.
        </Trans>
      </p>
      <div className={classes.actions}>
        <ButtonLink {...place('/data/imports')}>
          <Trans>Zu den Importen</Trans>
        </ButtonLink>
      </div>
    </section>
  )
}

function Counts({ job }: { job: ImportJob }) {
  const { t } = useLingui()
  const format = useFormat()
  const { progress } = job
  const trial = job.state === 'checking' || job.state === 'checked'
  const figures = [
    { label: trial ? t`wären neu` : t`neu`, value: progress.imported },
    { label: trial ? t`würden ergänzt` : t`ergänzt`, value: progress.updated },
    { label: t`übersprungen`, value: progress.skipped },
    { label: t`fehlerhaft`, value: progress.failed },
  ]
  return (
    <dl className={classes.counts}>
      {figures.map((figure) => (
        <div key={figure.label}>
          <dt>{figure.label}</dt>
          <dd>{format.number(figure.value)}</dd>
        </div>
      ))}
    </dl>
  )
}

function ErrorsFile({ job }: { job: ImportJob }) {
  if (job.progress.failed + job.progress.skipped === 0) return null
  return (
    <ButtonAnchor href={address(`/imports/${job.id}/errors.csv`)} download>
      <Trans>Liste der Fehler laden</Trans>
    </ButtonAnchor>
  )
}

function Problems({ job }: { job: ImportJob }) {
  const format = useFormat()
  if (job.problems.length === 0) return null
  return (
    <section className={classes.problems}>
      <h2>
        <Trans>Was auffiel</Trans>
      </h2>
      <ul>
        {job.problems.map((problem) => (
          <li key={`${problem.code}${problem.column}${problem.row}`} className={classes.problem}>
            <Mark
              kind={problem.effect === 'failed' ? 'broken' : problem.effect === 'skipped' ? 'off' : 'missing'}
              size={15}
            />
            <div>
              <p>{textOf(problem.message, format.locale)}</p>
              <p className={classes.hint}>
                {problem.column && (
                  <>
                    <Trans>Spalte „{problem.column}“</Trans>,{' '}
                  </>
                )}
                <Trans>zuerst in Zeile {format.number(problem.row)}</Trans>
              </p>
            </div>
            <span className="num t2">{format.number(problem.count)} ×</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
