import { TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ShopKind } from './shop-kinds'

export type Keys = Record<string, string>

/** Without the spaces that copying brings along, and without what stayed empty. */
export const entered = (keys: Keys): Keys =>
  Object.fromEntries(
    Object.entries(keys)
      .map(([name, value]) => [name, value.trim()])
      .filter(([, value]) => value),
  )

export const isComplete = (kind: ShopKind, keys: Keys) =>
  kind.keys.every((key) => key.further || keys[key.name]?.trim())

/** A field for each value that a shop system gives out. */
export function ShopKeys({
  kind,
  keys,
  fresh = false,
  hint,
  error,
  onChange,
}: {
  kind: ShopKind
  keys: Keys
  fresh?: boolean
  /** Below the first one. */
  hint?: ReactNode
  error: (path: string) => string | undefined
  onChange: (keys: Keys) => void
}) {
  return kind.keys.map((key, index) => (
    <TextInput
      key={key.name}
      label={fresh ? key.fresh : key.label}
      description={index === 0 ? hint : undefined}
      placeholder={key.placeholder}
      type={key.secret ? 'password' : 'text'}
      autoComplete="off"
      spellCheck={false}
      value={keys[key.name] ?? ''}
      onChange={(event) => onChange({ ...keys, [key.name]: event.currentTarget.value })}
      error={error(`keys.${key.name}`) ?? (index === 0 ? error('keys') : undefined)}
    />
  ))
}
