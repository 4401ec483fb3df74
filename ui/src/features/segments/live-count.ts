import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import type { SegmentEngine, SegmentPreview } from '../../api/types'
import type { Condition } from './condition'
import { isToAskAgain, previewQuery, segmentsQuery } from './segment-query'

export interface LiveCount {
  /** The newest answer; of an older question while `stale`. */
  preview: SegmentPreview | null
  stale: boolean
  /** No better number is on its way. */
  settled: boolean
  error: Error | null
  /** Set while everybody's past is read for the first time. */
  preparing: SegmentEngine | null
}

/** Ms of rest after a change before the server is asked. */
const rest = 200
const samples = 40

/** How many fit, while one types: an estimate first, then the exact number; older questions are dropped. */
export function useLiveCount(condition: Condition, shopId: number | null, complete: boolean): LiveCount {
  const [asked] = useDebouncedValue(JSON.stringify({ condition, shopId }), rest)
  const typing = asked !== JSON.stringify({ condition, shopId })
  const question = JSON.parse(asked) as { condition: Condition; shopId: number | null }
  const enabled = complete && !typing
  const estimate = useQuery({ ...previewQuery(question, false, samples), enabled })
  const exact = useQuery({
    ...previewQuery(question, true, samples),
    enabled: enabled && estimate.data?.exact === false,
  })
  const fresh = enabled ? (exact.data ?? estimate.data ?? null) : null
  const waits = isToAskAgain(estimate.failureReason) && !estimate.data
  const engine = useQuery({ ...segmentsQuery, enabled: waits }).data?.engine
  const last = useRef<SegmentPreview | null>(null)
  if (fresh) last.current = fresh
  return {
    preview: fresh ?? last.current,
    stale: fresh === null,
    settled: fresh?.exact ?? false,
    error: enabled ? (estimate.error ?? exact.error) : null,
    preparing: waits && engine && engine.state !== 'ready' ? engine : null,
  }
}

/** An estimate is said in two figures that count: 1.287 as 1.300. */
export function rounded(value: number): number {
  if (value < 100) return value
  const power = 10 ** (Math.floor(Math.log10(value)) - 1)
  return Math.round(value / power) * power
}
