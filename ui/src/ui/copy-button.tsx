import { useLingui } from '@lingui/react/macro'
import { useClipboard } from '@mantine/hooks'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { IconButton } from './button'

export function CopyButton({ value, label }: { value: string; label?: string }) {
  const { t } = useLingui()
  const clipboard = useClipboard({ timeout: 1600 })
  return (
    <IconButton
      icon={clipboard.copied ? IconCheck : IconCopy}
      iconSize={15}
      label={clipboard.copied ? t`Kopiert` : (label ?? t`Kopieren`)}
      onClick={() => clipboard.copy(value)}
    />
  )
}
