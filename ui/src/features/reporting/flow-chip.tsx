import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { flowsQuery } from '../../api/flows'
import { FilterChip } from '../../ui/filter-sentence'
import { useFormat } from '../../ui/format-context'
import type { Period } from '../../ui/period'
import { textOf } from '../../ui/texts'

interface Props {
  period: Period
  value?: string
  onChange: (flow: string | undefined) => void
}

/** The flow a number belongs to. */
export function FlowChip({ period, value, onChange }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const { data } = useQuery(flowsQuery(period.from, period.to))
  return (
    <FilterChip
      label={t`Flow`}
      value={value ?? 'all'}
      options={[
        { value: 'all', label: t`allen Quellen` },
        ...(data?.items ?? []).map((flow) => ({ value: flow.id, label: textOf(flow.name, format.locale) })),
      ]}
      onChange={(flow) => onChange(flow === 'all' ? undefined : flow)}
    />
  )
}
