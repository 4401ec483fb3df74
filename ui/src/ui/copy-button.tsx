import { useLingui } from '@lingui/react/macro'
import { ActionIcon } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { Icon } from './icon'

export function CopyButton({ value, label }: { value: string; label?: string }) {
  const { t } = useLingui()
  const clipboard = useClipboard({ timeout: 1600 })
  const name = clipboard.copied ? t`Kopiert` : (label ?? t`Kopieren`)
  return (
    <ActionIcon size={24} aria-label={name} data-tip={name} onClick={() => clipboard.copy(value)}>
      <Icon of={clipboard.copied ? IconCheck : IconCopy} size={15} />
    </ActionIcon>
  )
}
