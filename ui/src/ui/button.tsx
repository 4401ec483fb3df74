import { Link, type LinkProps } from '@tanstack/react-router'
import type { ComponentProps, ReactNode } from 'react'
import classes from './button.module.css'
import { Icon, type IconType } from './icon'

interface Look {
  /** At most one primary per page. */
  variant?: 'primary' | 'default' | 'quiet' | 'danger'
  /** 28 in rows, 32, 40 in set-up. */
  size?: 'small' | 'normal' | 'large'
  icon?: IconType
  iconAfter?: IconType
  children: ReactNode
}

type ButtonProps = Look & { loading?: boolean } & Omit<ComponentProps<'button'>, 'children'>

export function Button({
  variant = 'default',
  size = 'normal',
  icon,
  iconAfter,
  loading,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classes.button}
      data-variant={variant}
      data-size={size}
      data-loading={loading || undefined}
      aria-busy={loading || undefined}
      disabled={rest.disabled || loading}
    >
      <Content icon={icon} iconAfter={iconAfter}>
        {children}
      </Content>
      {loading && <span className={classes.dots} aria-hidden />}
    </button>
  )
}

type ButtonLinkProps = Look & LinkProps

/** Looks like a button, goes somewhere. */
export function ButtonLink({
  variant = 'default',
  size = 'normal',
  icon,
  iconAfter,
  children,
  ...link
}: ButtonLinkProps) {
  return (
    <Link {...(link as LinkProps)} className={classes.button} data-variant={variant} data-size={size}>
      <Content icon={icon} iconAfter={iconAfter}>
        {children}
      </Content>
    </Link>
  )
}

type AnchorProps = Look & Omit<ComponentProps<'a'>, 'children'>

/** A button that is an ordinary link: downloads, pages outside the app. */
export function ButtonAnchor({
  variant = 'default',
  size = 'normal',
  icon,
  iconAfter,
  children,
  ...rest
}: AnchorProps) {
  return (
    <a {...rest} className={classes.button} data-variant={variant} data-size={size}>
      <Content icon={icon} iconAfter={iconAfter}>
        {children}
      </Content>
    </a>
  )
}

function Content({ icon, iconAfter, children }: Pick<Look, 'icon' | 'iconAfter' | 'children'>) {
  return (
    <span className={classes.content}>
      {icon && <Icon of={icon} size={16} />}
      {children}
      {iconAfter && <Icon of={iconAfter} size={16} />}
    </span>
  )
}

type IconButtonProps = Omit<ComponentProps<'button'>, 'children'> & {
  icon: IconType
  /** Said to screen readers and shown as the tip. */
  label: string
  boxed?: boolean
  iconSize?: number
}

export function IconButton({ icon, label, boxed, iconSize = 17, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      data-tip={label}
      aria-label={label}
      {...rest}
      className={`${classes.iconButton} ${className ?? ''}`}
      data-boxed={boxed || undefined}
    >
      <Icon of={icon} size={iconSize} />
    </button>
  )
}
