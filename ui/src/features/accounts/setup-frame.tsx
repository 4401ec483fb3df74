import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { OnboardingKey } from '../../api/types'
import { LanguageSwitch } from './language-switch'
import { Logo } from './logo'
import classes from './setup-frame.module.css'

export interface SetupFrameState {
  current: OnboardingKey
  done: OnboardingKey[]
  email?: string
  onStep?: (key: OnboardingKey) => void
}

interface Props extends SetupFrameState {
  title?: string
  sentence?: ReactNode
  /** Live effect of what is typed. */
  aside?: ReactNode
  footer?: ReactNode
  /** The whole centre is this form. */
  onSubmit?: () => void
  children: ReactNode
}

/** Steps left, the form in the middle, its effect right, buttons at the foot. */
export function SetupFrame({
  current,
  done,
  email,
  onStep,
  title,
  sentence,
  aside,
  footer,
  onSubmit,
  children,
}: Props) {
  const { t } = useLingui()
  const steps: { key: OnboardingKey; title: string; detail: string }[] = [
    { key: 'owner', title: t`Dein Konto`, detail: email ?? t`Name und Passwort` },
    { key: 'shop', title: t`Shop und Impressum`, detail: t`Name und Pflichtangaben` },
    { key: 'connect', title: t`Verbinden`, detail: t`Shop, Server oder Datei` },
    { key: 'flow', title: t`Erster Flow`, detail: t`Fertig vorbereitet` },
    { key: 'testMail', title: t`Testmail`, detail: t`Nur an dich` },
  ]
  const content = (
    <>
      <div className={classes.scroll}>
        <div className={classes.form}>
          {title && <h1 className={classes.title}>{title}</h1>}
          {sentence && <p className={classes.sentence}>{sentence}</p>}
          {children}
        </div>
      </div>
      {footer && (
        <div className={classes.footer}>
          <div className={classes.footerInside}>{footer}</div>
        </div>
      )}
    </>
  )
  return (
    <div className={classes.page} data-aside={aside ? 'yes' : undefined}>
      <nav className={classes.rail} aria-label={t`Schritte der Einrichtung`}>
        <Logo />
        <ol className={classes.steps}>
          {steps.map((step, index) => {
            const state = done.includes(step.key) ? 'done' : step.key === current ? 'current' : 'open'
            const inside = (
              <>
                <span className={classes.mark} data-state={state}>
                  {state === 'done' ? <Tick /> : index + 1}
                </span>
                <span className={classes.words}>
                  <b>{step.title}</b>
                  <span>{step.detail}</span>
                </span>
              </>
            )
            return (
              <li key={step.key} data-current={step.key === current || undefined} className={classes.step}>
                {onStep && step.key !== 'owner' ? (
                  <button
                    type="button"
                    aria-current={step.key === current ? 'step' : undefined}
                    onClick={() => onStep(step.key)}
                  >
                    {inside}
                  </button>
                ) : (
                  <span className={classes.still} aria-current={step.key === current ? 'step' : undefined}>
                    {inside}
                  </span>
                )}
              </li>
            )
          })}
        </ol>
        <p className={classes.note}>
          <Trans>
            Alles bleibt auf deinem Server. Du kannst hier jederzeit aufhören und später weitermachen.
          </Trans>{' '}
          {!email && <LanguageSwitch />}
        </p>
      </nav>
      <main className={classes.centre}>
        {onSubmit ? (
          <form
            className={classes.whole}
            noValidate
            onSubmit={(event) => {
              event.preventDefault()
              onSubmit()
            }}
          >
            {content}
          </form>
        ) : (
          <div className={classes.whole}>{content}</div>
        )}
      </main>
      {aside && <div className={classes.aside}>{aside}</div>}
    </div>
  )
}

const Tick = () => (
  <svg
    width="13"
    height="13"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth="2.6"
    aria-hidden="true"
  >
    <path d="m5 12 5 5L20 7" />
  </svg>
)
