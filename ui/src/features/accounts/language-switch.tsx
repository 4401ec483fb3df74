import { useLingui } from '@lingui/react/macro'
import { activate } from '../../i18n/locale'
import classes from './language-switch.module.css'

/** Before anybody is signed in; afterwards the account decides. */
export function LanguageSwitch() {
  const { i18n } = useLingui()
  const other = i18n.locale === 'de' ? 'en' : 'de'
  return (
    <button type="button" className={classes.switch} lang={other} onClick={() => activate(other)}>
      {other === 'en' ? 'English' : 'Deutsch'}
    </button>
  )
}
