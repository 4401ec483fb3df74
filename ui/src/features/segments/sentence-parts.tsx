import { Trans, useLingui } from '@lingui/react/macro'
import { Fragment, type ReactNode } from 'react'
import type { When } from './condition'
import { OneOf, WhenEditor } from './editors'
import { WhenPhrase } from './phrases'
import { Editable, Val } from './token'
import { useVocabulary } from './vocabulary'

/** Elements joined as the language lists things: "a, b und c". */
export function Listed({ items }: { items: ReactNode[] }) {
  const { i18n } = useLingui()
  const keys = items.map((_, index) => String(index))
  let at = 0
  return new Intl.ListFormat(i18n.locale).formatToParts(keys).map((part) => {
    if (part.type === 'literal') return part.value
    const index = at++
    return <Fragment key={part.value}>{items[index]}</Fragment>
  })
}

/** The same sentence, of one shop alone. */
export function InShop({
  shop,
  onChange,
  children,
}: {
  shop: number | undefined
  onChange: (shop: number | null) => void
  children: ReactNode
}) {
  const { t } = useLingui()
  const { shops, shopName } = useVocabulary()
  if (!shop) return children
  const name = (
    <Editable
      label={t`Shop`}
      field="shop"
      editor={
        <OneOf
          label={t`Shop`}
          value={String(shop)}
          options={[
            { value: '', label: t`In jedem Shop` },
            ...shops.map((one) => ({ value: String(one.id), label: one.name })),
          ]}
          onChange={(next) => onChange(next ? Number(next) : null)}
        />
      }
    >
      <Val>{shopName(shop)}</Val>
    </Editable>
  )
  return (
    <Trans>
      {children}, und zwar bei {name}
    </Trans>
  )
}

const ever: When = { type: 'ever' }

export function WhenToken({
  when = ever,
  onChange,
  of = 'did',
}: {
  when: When | undefined
  onChange: (when: When) => void
  of?: 'did' | 'date'
}) {
  const { t } = useLingui()
  return (
    <Editable
      label={t`Zeitraum`}
      field="when"
      editor={<WhenEditor value={when} of="did" onChange={onChange} />}
    >
      <WhenPhrase when={when} of={of} />
    </Editable>
  )
}
