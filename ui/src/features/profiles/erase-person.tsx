import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { remove } from '../../api/client'
import { queryClient } from '../../api/query-client'
import { useSession } from '../../api/session'
import type { Profile } from '../../api/types'
import { Button } from '../../ui/button'
import { Checkbox } from '../../ui/checkbox'
import { Dialog } from '../../ui/dialog'
import { ErrorState } from '../../ui/error-state'
import { toast } from '../../ui/toast'
import classes from './profile-page.module.css'

/** For owners: forgets a person who asks for it. */
export function ErasePerson({ profile, onErased }: { profile: Profile; onErased: () => void }) {
  const { user } = useSession()
  const [asking, setAsking] = useState(false)
  if (user.role !== 'owner') return null
  return (
    <section className={classes.block}>
      <button type="button" className={classes.link} onClick={() => setAsking(true)}>
        <Trans>Daten dieses Menschen löschen</Trans>
      </button>
      {asking && <Question profile={profile} onClose={() => setAsking(false)} onErased={onErased} />}
    </section>
  )
}

function Question({
  profile,
  onClose,
  onErased,
}: {
  profile: Profile
  onClose: () => void
  onErased: () => void
}) {
  const { t } = useLingui()
  const [sure, setSure] = useState(false)
  const name = profile.name ?? profile.email ?? profile.phone ?? t`Noch ohne Namen`
  const erasure = useMutation({
    mutationFn: () => remove(`/profiles/${profile.id}`),
    onSuccess: () => {
      queryClient.removeQueries({ queryKey: ['profiles', profile.id] })
      toast(t`Die Daten sind gelöscht.`)
      onErased()
      return queryClient.invalidateQueries()
    },
  })
  return (
    <Dialog
      title={t`Daten von ${name} löschen`}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>
            <Trans>Behalten</Trans>
          </Button>
          <Button
            variant="danger"
            disabled={!sure}
            loading={erasure.isPending}
            onClick={() => erasure.mutate()}
          >
            <Trans>Endgültig löschen</Trans>
          </Button>
        </>
      }
    >
      <p>
        <Trans>
          Namen, Adressen, Merkmale, Ereignisse und der Inhalt aller Mails verschwinden. Bestellungen bleiben
          ohne Namen für die Bücher, und von den Adressen ein Abdruck: Auch nach einem Import geht keine Mail
          mehr an diesen Menschen.
        </Trans>
      </p>
      <p style={{ marginTop: 12 }}>
        <Trans>Die Daten in deinem Shop und hochgeladene Dateien löschst du dort selbst.</Trans>
      </p>
      <div style={{ marginTop: 16 }}>
        <Checkbox
          checked={sure}
          onChange={(event) => setSure(event.currentTarget.checked)}
          label={t`Ich weiß, dass sich das nicht zurücknehmen lässt.`}
        />
      </div>
      {erasure.error && <ErrorState error={erasure.error} small />}
    </Dialog>
  )
}
