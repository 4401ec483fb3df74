import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useShop } from '../../api/session'
import { useSaveShop } from '../../api/shop'
import { FieldGroup, Fields, SaveFooter } from '../../ui/form'
import { Page } from '../../ui/page'
import { toast } from '../../ui/toast'
import { MailFoot } from './mail-foot'
import { changeOf, draftOf, type ShopDraft } from './shop-draft'
import { ImpressumFields, SenderFields, ShopFields } from './shop-fields'
import classes from './shop-page.module.css'

/** Name, money, sender and Impressum; right, how every mail ends. */
export function ShopPage() {
  const { t, i18n } = useLingui()
  const shop = useShop()
  const saved = draftOf(shop, i18n.locale)
  const [draft, setDraft] = useState<ShopDraft>(saved)
  const save = useSaveShop()
  const dirty = JSON.stringify(draft) !== JSON.stringify(saved)
  const change = (part: Partial<ShopDraft>) => setDraft((before) => ({ ...before, ...part }))
  const fields = { draft, onChange: change, error: save.error }
  return (
    <Page title={t`Shop und Impressum`} sentence={t`Wer du bist: in Mails, Berichten und für das Gesetz.`}>
      <div className={classes.columns}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            save.mutate(
              { id: shop?.id ?? null, change: changeOf(draft) },
              {
                onSuccess: (after) => {
                  setDraft(draftOf(after, i18n.locale))
                  toast(t`Gespeichert. Gilt ab der nächsten Mail.`)
                },
              },
            )
          }}
        >
          <Fields>
            <ShopFields {...fields} />
          </Fields>
          <FieldGroup title={t`Absender`}>
            <SenderFields {...fields} />
          </FieldGroup>
          <FieldGroup title={t`Impressum`} note="§ 5 DDG">
            <ImpressumFields {...fields} />
          </FieldGroup>
          <SaveFooter
            dirty={dirty}
            saving={save.isPending}
            error={save.error}
            onReset={() => setDraft(saved)}
          />
        </form>
        <div className={classes.preview}>
          <MailFoot draft={draft} />
        </div>
      </div>
    </Page>
  )
}
