import { IconChevronDown } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './filter-sentence.module.css'
import { Icon } from './icon'
import { MenuItem, MenuPanel } from './menu'
import { usePopup } from './popup'

/** Filters that read as a sentence: words and chips in a row. */
export function FilterSentence({ children, aside }: { children: ReactNode; aside?: ReactNode }) {
  return (
    <div className={classes.row}>
      <div className={classes.sentence}>{children}</div>
      {aside && <div className={classes.aside}>{aside}</div>}
    </div>
  )
}

export interface FilterOption<Value extends string> {
  value: Value
  label: string
}

interface ChipProps<Value extends string> {
  /** What is being chosen, for screen readers: "Stand". */
  label: string
  value: Value
  options: FilterOption<Value>[]
  onChange: (value: Value) => void
}

/** One word of the sentence that can be changed. */
export function FilterChip<Value extends string>({ label, value, options, onChange }: ChipProps<Value>) {
  const current = options.find((option) => option.value === value)
  const popup = usePopup('menu')
  return (
    <>
      <button
        type="button"
        {...popup.target}
        className={classes.chip}
        aria-label={`${label}: ${current?.label ?? value}`}
      >
        {current?.label ?? value}
        <Icon of={IconChevronDown} size={14} />
      </button>
      <MenuPanel popup={popup} label={label}>
        {options.map((option) => (
          <MenuItem
            key={option.value}
            popup={popup}
            checked={option.value === value}
            onClick={() => onChange(option.value)}
          >
            {option.label}
          </MenuItem>
        ))}
      </MenuPanel>
    </>
  )
}

interface KindProps<Value extends string> {
  label: string
  value: Value
  options: { value: Value; label: string; count?: string }[]
  onChange: (value: Value) => void
}

/** Kind filters (timeline): the dark chip is on; the row scrolls inside its column. */
export function KindChips<Value extends string>({ label, value, options, onChange }: KindProps<Value>) {
  return (
    <fieldset className={classes.kinds}>
      <legend className="visually-hidden">{label}</legend>
      {options.map((option) => (
        <button
          type="button"
          key={option.value}
          className={classes.kind}
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
          {option.count !== undefined && <span className={classes.kindCount}>{option.count}</span>}
        </button>
      ))}
    </fieldset>
  )
}
