import type { ComponentProps, ReactNode } from 'react'
import classes from './checkbox.module.css'

type Props = Omit<ComponentProps<'input'>, 'type'> & {
  label?: ReactNode
  hint?: ReactNode
  indeterminate?: boolean
}

export function Checkbox({ label, hint, indeterminate, ...rest }: Props) {
  const input = (
    <input
      {...rest}
      type="checkbox"
      className={classes.box}
      ref={(element) => {
        if (element) element.indeterminate = !!indeterminate
      }}
    />
  )
  if (!label) return input
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the input is inside
    <label className={classes.row}>
      {input}
      <span>
        {label}
        {hint && <span className={classes.hint}>{hint}</span>}
      </span>
    </label>
  )
}

type SwitchProps = Omit<ComponentProps<'input'>, 'type' | 'role'> & {
  label: ReactNode
  labelHidden?: boolean
}

/** On and off at once, without saving. */
export function Switch({ label, labelHidden, ...rest }: SwitchProps) {
  return (
    <label className={classes.switch}>
      {/* biome-ignore lint/a11y/useAriaPropsForRole: a checkbox tells its state by itself */}
      <input {...rest} type="checkbox" role="switch" className={classes.track} />
      <span className={labelHidden ? 'visually-hidden' : undefined}>{label}</span>
    </label>
  )
}
