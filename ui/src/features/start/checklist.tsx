import { Trans, useLingui } from '@lingui/react/macro'
import { IconArrowRight } from '@tabler/icons-react'
import type { LinkProps } from '@tanstack/react-router'
import type { Onboarding, OnboardingKey } from '../../api/types'
import { ButtonLink } from '../../ui/button'
import { place } from '../../ui/place'
import classes from './checklist.module.css'

interface Props {
  onboarding: Onboarding
  /** One line above the figures instead of the whole list. */
  compact?: boolean
}

/** The set-up, each step with its real state; gone once all is done. */
export function Checklist({ onboarding, compact }: Props) {
  const words = useStepWords()
  const { steps } = onboarding
  const done = steps.filter((step) => step.state === 'done').length
  const next = steps.find((step) => step.state === 'next')
  if (compact) {
    return (
      <section className={classes.strip}>
        <Progress steps={steps} />
        <p className={classes.stripWords}>
          <b>
            <Trans>
              Einrichtung: {done} von {steps.length} fertig
            </Trans>
          </b>
          {next && <span className="t2">{words[next.key].title}</span>}
        </p>
        {next && (
          <ButtonLink size="small" iconAfter={IconArrowRight} {...words[next.key].link}>
            {words[next.key].button}
          </ButtonLink>
        )}
      </section>
    )
  }
  return (
    <section className={classes.card}>
      <header className={classes.head}>
        <h2>
          <Trans>Einrichtung</Trans>
          <span className={classes.count}>
            <Trans>
              {done} von {steps.length} fertig
            </Trans>
          </span>
        </h2>
        <Progress steps={steps} />
      </header>
      <ol>
        {steps.map((step, index) => {
          const { title, detail, button, link } = words[step.key]
          return (
            <li key={step.key} className={classes.step} data-state={step.state}>
              <span className={classes.mark}>
                {step.state === 'done' ? <Tick /> : <span className="num">{index + 1}</span>}
              </span>
              <div className={classes.words}>
                <p className={classes.title}>
                  {title}
                  {step.state === 'done' && (
                    <span className="visually-hidden">
                      : <Trans>fertig</Trans>
                    </span>
                  )}
                </p>
                <p className={classes.detail}>{detail}</p>
              </div>
              {step.state === 'next' && (
                <ButtonLink variant="primary" iconAfter={IconArrowRight} {...link}>
                  {button}
                </ButtonLink>
              )}
            </li>
          )
        })}
      </ol>
    </section>
  )
}

function Progress({ steps }: { steps: Onboarding['steps'] }) {
  return (
    <span className={classes.progress} aria-hidden>
      {steps.map((step) => (
        <span key={step.key} data-done={step.state === 'done' || undefined} />
      ))}
    </span>
  )
}

const Tick = () => (
  <svg
    width="14"
    height="14"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth="2.4"
    aria-hidden="true"
  >
    <path d="m5 12 5 5L20 7" />
  </svg>
)

function useStepWords(): Record<
  OnboardingKey,
  { title: string; detail: string; button: string; link: LinkProps }
> {
  const { t } = useLingui()
  const to = (step: string) => place('/setup', { step })
  return {
    owner: {
      title: t`Dein Konto`,
      detail: t`Damit meldest du dich an.`,
      button: t`Konto ansehen`,
      link: { to: '/settings/account' },
    },
    shop: {
      title: t`Shop und Impressum`,
      detail: t`Name, Währung und die Pflichtangaben unter jeder Mail.`,
      button: t`Angaben ergänzen`,
      link: to('shop'),
    },
    connect: {
      title: t`Shop verbinden`,
      detail: t`Damit Kundig sieht, wer was ansieht, in den Warenkorb legt und bestellt.`,
      button: t`Verbinden`,
      link: to('connect'),
    },
    flow: {
      title: t`Ersten Flow einschalten`,
      detail: t`„Willkommen“ und „Warenkorb-Abbrecher“ liegen fertig bereit.`,
      button: t`Flow wählen`,
      link: to('flow'),
    },
    testMail: {
      title: t`Testmail lesen`,
      detail: t`Landet nur bei dir. Kein Kunde bekommt sie.`,
      button: t`Testmail senden`,
      link: to('testMail'),
    },
  }
}
