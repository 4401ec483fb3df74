import classes from './logo.module.css'

export function Logo() {
  return (
    <span className={classes.logo}>
      <img src="/kundig.svg" width="22" height="22" alt="" />
      Kundig
    </span>
  )
}
