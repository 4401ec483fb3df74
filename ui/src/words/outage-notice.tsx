import { IconServerOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { sendingQuery } from '../api/sending'
import type { Outage } from '../api/types'
import { AttentionItem } from '../ui/attention-item'
import { useOutageWords } from './outage-words'

/** Says that no mail leaves and why; nothing as long as they do. */
export function OutageNotice() {
  const { data } = useQuery(sendingQuery)
  const words = useOutageWords()
  if (!data?.outage) return null
  return (
    <ul>
      <AttentionItem icon={IconServerOff} tone="bad" title={words.title}>
        <OutageText outage={data.outage} />
      </AttentionItem>
    </ul>
  )
}

export function OutageText({ outage }: { outage: Outage }) {
  const words = useOutageWords()
  return (
    <>
      {words.text(outage)} <span className="t3">{words.detail(outage)}</span>
    </>
  )
}
