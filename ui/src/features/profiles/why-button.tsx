import { Trans } from '@lingui/react/macro'
import { IconChevronDown } from '@tabler/icons-react'
import { Icon } from '../../ui/icon'
import classes from './profile-timeline.module.css'

/** Opens the reasons in place under an item of the timeline. */
export function WhyButton({ open, onToggle }: { open: boolean; onToggle: (open: boolean) => void }) {
  return (
    <button
      type="button"
      className={`${classes.link} ${classes.why}`}
      aria-expanded={open}
      onClick={() => onToggle(!open)}
    >
      <Trans>Warum?</Trans>
      <Icon of={IconChevronDown} size={14} />
    </button>
  )
}
