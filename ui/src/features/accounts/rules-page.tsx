import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { type ReactNode, useId, useState } from 'react'
import { useShop } from '../../api/session'
import { useSaveShop } from '../../api/shop'
import type { Rules } from '../../api/types'
import { SaveFooter } from '../../ui/form'
import { Page, Section } from '../../ui/page'
import { toast } from '../../ui/toast'
import { useFieldError } from './field-words'
import classes from './settings.module.css'

const standard: Rules = { marketingGapHours: 16, attributionClickDays: 5, attributionOpenDays: 5 }
type Texts = Record<keyof Rules, string>

const textsOf = (rules: Rules): Texts => ({
  marketingGapHours: String(rules.marketingGapHours),
  attributionClickDays: String(rules.attributionClickDays),
  attributionOpenDays: String(rules.attributionOpenDays),
})

/** How often a person may hear from the shop, and for how long an order is credited. */
export function RulesPage() {
  const { t } = useLingui()
  const shop = useShop()
  const save = useSaveShop()
  const fieldError = useFieldError()
  const saved = textsOf(shop?.rules ?? standard)
  const [texts, setTexts] = useState(saved)
  const dirty = JSON.stringify(texts) !== JSON.stringify(saved)
  const set = (key: keyof Rules) => (value: string) => setTexts((before) => ({ ...before, [key]: value }))
  const hours = Number(texts.marketingGapHours)
  return (
    <Page title={t`Regeln`} sentence={t`Sie gelten für jede Nachricht, aus jedem Flow.`} width="form">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!shop) return
          const rules = {
            marketingGapHours: Number(texts.marketingGapHours),
            attributionClickDays: Number(texts.attributionClickDays),
            attributionOpenDays: Number(texts.attributionOpenDays),
          }
          save.mutate(
            { id: shop.id, change: { rules } },
            { onSuccess: () => toast(t`Gespeichert. Gilt ab der nächsten Nachricht.`) },
          )
        }}
      >
        <div className={classes.numbers}>
          <NumberRule
            title={t`Abstand zwischen Werbemails`}
            unit={t`Stunden`}
            value={texts.marketingGapHours}
            onChange={set('marketingGapHours')}
            error={fieldError(save.error, 'rules.marketingGapHours')}
          >
            {hours > 0
              ? plural(hours, {
                  one: 'Niemand bekommt zwei Werbemails innerhalb einer Stunde. Die zweite wird nicht gesendet, und bei ihr steht, warum.',
                  other:
                    'Niemand bekommt zwei Werbemails innerhalb von # Stunden. Die zweite wird nicht gesendet, und bei ihr steht, warum.',
                })
              : t`Kein Abstand: Zwei Werbemails können direkt aufeinander folgen.`}
          </NumberRule>
        </div>
        <Section title={t`Zuordnung von Bestellungen`}>
          <p className={classes.lead}>
            <Trans>
              Eine Bestellung wird der Werbemail gutgeschrieben, die davor zuletzt geklickt oder geöffnet
              wurde, wenn das nah genug liegt. Klick und Öffnung zählen gleich viel, nur im selben Moment geht
              der Klick vor. Klicks und Öffnungen von Maschinen zählen nicht.
            </Trans>
          </p>
          <div className={classes.numbers}>
            <NumberRule
              title={t`Nach einem Klick`}
              unit={t`Tage`}
              value={texts.attributionClickDays}
              onChange={set('attributionClickDays')}
              error={fieldError(save.error, 'rules.attributionClickDays')}
            />
            <NumberRule
              title={t`Nach einer Öffnung`}
              unit={t`Tage`}
              value={texts.attributionOpenDays}
              onChange={set('attributionOpenDays')}
              error={fieldError(save.error, 'rules.attributionOpenDays')}
            >
              {t`0: Öffnungen bringen keine Gutschrift.`}
            </NumberRule>
          </div>
        </Section>
        <SaveFooter
          dirty={dirty}
          saving={save.isPending}
          error={save.error}
          onReset={() => setTexts(saved)}
        />
      </form>
    </Page>
  )
}

interface RuleProps {
  title: string
  unit: string
  value: string
  onChange: (value: string) => void
  error?: string
  children?: ReactNode
}

function NumberRule({ title, unit, value, onChange, error, children }: RuleProps) {
  const id = useId()
  return (
    <div className={classes.number}>
      <div>
        <label htmlFor={id} className="b">
          {title}
        </label>
        {children && <p>{children}</p>}
      </div>
      <TextInput
        id={id}
        type="number"
        inputMode="numeric"
        min={0}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        rightSection={<span className="small t3">{unit}</span>}
        rightSectionWidth={70}
        rightSectionPointerEvents="none"
        error={error}
      />
    </div>
  )
}
