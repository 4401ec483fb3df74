import classes from './avatar.module.css'

interface Props {
  /** Name or e-mail; nothing for an anonymous visitor. */
  name: string | null
  size?: number
}

/** Initials on one of five soft grounds, always the same for the same name. */
export function Avatar({ name, size = 32 }: Props) {
  return (
    <span
      className={classes.avatar}
      data-tone={name ? hash(name) % 5 : 'none'}
      style={{ width: size, height: size, fontSize: Math.max(9.5, Math.round(size * 0.38)) }}
      aria-hidden
    >
      {name ? initials(name) : '?'}
    </span>
  )
}

export function initials(name: string): string {
  const words = name
    .replace(/@.*/, '')
    .split(/[\s._+-]+/u)
    .filter((word) => /\p{L}|\p{N}|\p{Extended_Pictographic}/u.test(word))
  const first = words[0]
  if (!first) return '?'
  const last = words.length > 1 ? words[words.length - 1] : undefined
  return (letter(first) + (last ? letter(last) : '')).toLocaleUpperCase()
}

const letter = (word: string) => Array.from(word)[0] ?? ''

function hash(text: string): number {
  let value = 0
  for (const char of text) value = (value * 31 + (char.codePointAt(0) ?? 0)) >>> 0
  return value
}
