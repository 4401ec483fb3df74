import { Trans, useLingui } from '@lingui/react/macro'
import { initials } from '../../ui/avatar'
import { Mark } from '../../ui/mark'
import classes from './mail-foot.module.css'
import { missingVatDigits, type ShopDraft } from './shop-draft'

/** How every mail ends, while it is typed. Says what the starter templates say, in the same order. */
export function MailFoot({ draft }: { draft: ShopDraft }) {
  const { t } = useLingui()
  const address = [draft.street, draft.city, draft.country].filter((part) => part.trim())
  const shop = draft.name.trim() || t`deinem Shop`
  return (
    <aside className={classes.box} aria-label={t`Vorschau`}>
      <h3 className={classes.heading}>
        <Trans>So endet jede deiner Mails</Trans>
      </h3>
      <div className={classes.mail}>
        <div className={classes.body} aria-hidden>
          <span style={{ width: '84%' }} />
          <span style={{ width: '90%' }} />
          <span style={{ width: '58%' }} />
          <b />
        </div>
        <div className={classes.foot}>
          <span className={classes.logo} aria-hidden>
            {initials(shop).slice(0, 1)}
          </span>
          <Part text={draft.company} missing={t`Firma fehlt noch`} strong />
          {address.length > 0 ? (
            <p>{address.join(', ')}</p>
          ) : (
            <Part text="" missing={t`Anschrift fehlt noch`} />
          )}
          {draft.representative && <p>{t`Vertreten durch: ${draft.representative}`}</p>}
          <Part
            text={[draft.email, draft.phone].filter(Boolean).join(' · ')}
            missing={t`E-Mail fehlt noch`}
          />
          {draft.register && <p>{draft.register}</p>}
          {draft.vatId && (
            <p>
              {missingVatDigits(draft.vatId) ? (
                <mark className={classes.bad}>{t`USt-IdNr. ${draft.vatId}…`}</mark>
              ) : (
                t`USt-IdNr. ${draft.vatId}`
              )}
            </p>
          )}
          <p className={classes.why}>
            <Trans>Du bekommst diese Mail, weil du dich für Neues von {shop} angemeldet hast.</Trans>
          </p>
          <p className={classes.links}>
            <span>{t({ message: 'Abmelden', context: 'newsletter' })}</span>
            <span>
              <Trans context="newsletter">Einstellungen</Trans>
            </span>
            <span>
              <Trans>Im Browser ansehen</Trans>
            </span>
          </p>
        </div>
      </div>
      <ul className={classes.promises}>
        <li>
          <Mark kind="holds" />
          <div>
            <p>
              <Trans>Abmelden mit einem Klick ist immer dabei.</Trans>
            </p>
            <p className="t3">
              <Trans>Auch als Knopf in Gmail und Apple Mail (RFC 8058).</Trans>
            </p>
          </div>
        </li>
        <li>
          <Mark kind="holds" />
          <div>
            <p>
              <Trans>Ohne vollständiges Impressum geht keine Werbemail raus.</Trans>
            </p>
            <p className="t3">
              <Trans>Kundig prüft das bei jeder einzelnen.</Trans>
            </p>
          </div>
        </li>
      </ul>
    </aside>
  )
}

function Part({ text, missing, strong }: { text: string; missing: string; strong?: boolean }) {
  if (!text.trim()) return <p className={classes.missing}>{missing}</p>
  return <p className={strong ? classes.company : undefined}>{text}</p>
}
