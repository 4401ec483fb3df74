import type { Icon as TablerIcon } from '@tabler/icons-react'

export type IconType = TablerIcon

interface Props {
  of: IconType
  size?: number
  className?: string
  color?: string
}

/** Tabler outline in the house's stroke. Always decorative: the word stands beside it. */
export function Icon({ of: Shape, size = 17, className, color }: Props) {
  return (
    <Shape
      size={size}
      stroke={size < 16 ? 1.8 : 1.7}
      className={className}
      color={color ?? 'currentColor'}
      aria-hidden
      style={{ flex: 'none' }}
    />
  )
}
