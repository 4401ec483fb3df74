import { useLingui } from '@lingui/react/macro'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import classes from './picker.module.css'

export interface Choice {
  value: string
  label: string
  detail?: string
  group?: string
  before?: ReactNode
}

interface Props {
  label: string
  choices: Choice[]
  selected?: readonly string[]
  onPick: (value: string) => void
  /** What is typed may be taken as it stands: how that reads. */
  free?: (text: string) => string
  /** Where the choices come from elsewhere: what was typed. */
  onType?: (text: string) => void
  /** What stands there when nothing fits. */
  nothing?: ReactNode
  placeholder?: string
}

const shown = 60

/** A field to search with and the list of what fits; ↑ ↓ ⏎ choose. */
export function Picker({ label, choices, selected = [], onPick, free, onType, nothing, placeholder }: Props) {
  const { t } = useLingui()
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const wanted = text.trim()
  const fitting = onType ? choices : choices.filter((choice) => fits(choice, wanted)).slice(0, shown)
  const isNew = !!free && wanted !== '' && !choices.some((choice) => choice.value === wanted)
  const options: Choice[] = isNew && free ? [...fitting, { value: wanted, label: free(wanted) }] : fitting
  const current = Math.min(active, options.length - 1)
  useEffect(() => {
    list.current?.querySelector(`[data-index="${current}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [current])
  const pick = (choice: Choice | undefined) => {
    if (!choice) return
    onPick(choice.value)
    setText('')
    onType?.('')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setActive((current + 1) % Math.max(1, options.length))
    else if (event.key === 'ArrowUp') setActive((current - 1 + options.length) % Math.max(1, options.length))
    else if (event.key === 'Enter') pick(options[current])
    else return
    event.preventDefault()
  }
  return (
    <div>
      <input
        data-autofocus
        className={classes.input}
        role="combobox"
        aria-expanded
        aria-controls={id}
        aria-activedescendant={options[current] ? `${id}-${current}` : undefined}
        aria-label={label}
        placeholder={placeholder ?? t`Suchen`}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setActive(0)
          onType?.(event.currentTarget.value)
        }}
        onKeyDown={onKeyDown}
      />
      <div id={id} role="listbox" aria-label={label} className={classes.list} ref={list}>
        {options.map((choice, index) => (
          <div key={choice.value} role="presentation">
            {choice.group && choice.group !== options[index - 1]?.group && (
              <div className={classes.group} role="presentation">
                {choice.group}
              </div>
            )}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above owns the keyboard */}
            <div
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={selected.includes(choice.value)}
              data-index={index}
              data-active={index === current || undefined}
              className={classes.option}
              onPointerMove={() => setActive(index)}
              onClick={() => pick(choice)}
            >
              {choice.before}
              <span className={classes.words}>
                <bdi>{choice.label}</bdi>
                {choice.detail && <span className={classes.detail}>{choice.detail}</span>}
              </span>
            </div>
          </div>
        ))}
      </div>
      {options.length === 0 && <p className={classes.nothing}>{nothing ?? t`Nichts gefunden.`}</p>}
    </div>
  )
}

const fits = (choice: Choice, text: string) =>
  `${choice.label} ${choice.detail ?? ''} ${choice.group ?? ''} ${choice.value}`
    .toLocaleLowerCase()
    .includes(text.toLocaleLowerCase())
