import { CopyButton } from '../../ui/copy-button'
import classes from './secret-line.module.css'

/** A key to copy, in one line. */
export function SecretLine({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <p className={classes.label}>{label}</p>
      <div className={classes.line}>
        <code className={classes.value}>{value}</code>
        <CopyButton value={value} />
      </div>
    </div>
  )
}
