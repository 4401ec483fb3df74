import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconArrowRight } from '@tabler/icons-react'
import { useState } from 'react'
import { Problem } from '../../api/client'
import { useShop } from '../../api/session'
import { useSaveShop } from '../../api/shop'
import { Button } from '../../ui/button'
import { ErrorState } from '../../ui/error-state'
import { FieldGroup, Fields, useFocusFirstError } from '../../ui/form'
import { MailFoot } from './mail-foot'
import { SetupFrame, type SetupFrameState } from './setup-frame'
import { changeOf, draftOf, missingFields, missingVatDigits, type ShopDraft } from './shop-draft'
import { ImpressumFields, ShopFields } from './shop-fields'

interface Props {
  frame: SetupFrameState
  onBack: () => void
  onNext: () => void
}

export function ShopStep({ frame, onBack, onNext }: Props) {
  const { t, i18n } = useLingui()
  const shop = useShop()
  const [draft, setDraft] = useState<ShopDraft>(() => draftOf(shop, i18n.locale))
  const save = useSaveShop()
  useFocusFirstError(save.error)
  const missing = missingFields(draft) + (missingVatDigits(draft.vatId) ? 1 : 0)
  const change = (part: Partial<ShopDraft>) => setDraft((before) => ({ ...before, ...part }))
  const fields = { draft, onChange: change, error: save.error }
  const general = save.error && !(save.error instanceof Problem && save.error.errors.length > 0)
  return (
    <SetupFrame
      {...frame}
      title={t`Dein Shop und das Impressum`}
      sentence={t`Das Impressum steht unter jeder Mail. Ohne diese Angaben verschickt Kundig nichts.`}
      aside={<MailFoot draft={draft} />}
      onSubmit={() => save.mutate({ id: shop?.id ?? null, change: changeOf(draft) }, { onSuccess: onNext })}
      footer={
        <>
          <Button size="large" onClick={onBack}>
            <Trans>Zurück</Trans>
          </Button>
          {missing > 0 && (
            <span>{plural(missing, { one: 'Noch eine Angabe', other: 'Noch # Angaben' })}</span>
          )}
          <Button
            type="submit"
            variant="primary"
            size="large"
            iconAfter={IconArrowRight}
            disabled={!draft.name.trim()}
            loading={save.isPending}
          >
            {missing > 0 ? <Trans>Später ergänzen</Trans> : <Trans>Weiter</Trans>}
          </Button>
        </>
      }
    >
      <Fields>
        <ShopFields {...fields} />
      </Fields>
      <FieldGroup title={t`Impressum`} note="§ 5 DDG">
        <ImpressumFields {...fields} />
      </FieldGroup>
      {general && save.error && <ErrorState error={save.error} small />}
    </SetupFrame>
  )
}
