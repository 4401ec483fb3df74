import { useQuery } from '@tanstack/react-query'
import { flowNamesQuery } from '../../api/flows'
import { templateNamesQuery } from '../../api/templates'
import type { AuditEntry } from '../../api/types'
import { useFormat } from '../../ui/format-context'
import { textOf } from '../../ui/texts'

/** What was changed, by the name people know it by; empty where it has none. */
export function useSubjectName(entries: AuditEntry[]) {
  const format = useFormat()
  const about = (kind: string) => entries.some((entry) => entry.subject.startsWith(`${kind}:`))
  const flows = useQuery({ ...flowNamesQuery, enabled: about('flow') })
  const templates = useQuery({ ...templateNamesQuery, enabled: about('template') })
  return ({ subject, changes }: AuditEntry): string => {
    const [kind = '', id = ''] = split(subject)
    switch (kind) {
      case 'flow':
        return textOf(flows.data?.items.find((flow) => flow.key === id)?.name, format.locale)
      case 'template':
        return textOf(templates.data?.items.find((template) => template.key === id)?.name, format.locale)
      default: {
        const [before, after] = changes.name ?? changes.file ?? []
        return String(after ?? before ?? (id.includes('@') ? id : ''))
      }
    }
  }
}

const split = (subject: string) => {
  const colon = subject.indexOf(':')
  return [subject.slice(0, colon), subject.slice(colon + 1)]
}
