import { useLingui } from '@lingui/react/macro'
import type { ImportJob } from '../../api/types'
import type { MarkKind } from '../../ui/mark'

export function useImportWords() {
  const { t } = useLingui()
  return {
    kind: (kind: ImportJob['kind']) => (kind === 'customers' ? t`Kunden` : t`Bestellungen`),
    state: (job: ImportJob) => {
      switch (job.state) {
        case 'mapping':
          return t`Spalten zuordnen`
        case 'checking':
          return t`wird geprüft`
        case 'checked':
          return t`geprüft, noch nicht eingelesen`
        case 'running':
          return t`wird eingelesen`
        case 'done':
          return t`eingelesen`
        case 'failed':
          return t`gescheitert`
        case 'cancelled':
          return t`abgebrochen`
        default:
          return job.state
      }
    },
    mark: (job: ImportJob): MarkKind => {
      switch (job.state) {
        case 'done':
          return 'holds'
        case 'failed':
          return 'broken'
        case 'cancelled':
          return 'off'
        case 'checked':
        case 'mapping':
        case 'checking':
        case 'running':
          return 'open'
        default:
          return 'open'
      }
    },
  }
}
