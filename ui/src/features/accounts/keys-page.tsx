import { Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { get, post, remove } from '../../api/client'
import { queryClient } from '../../api/query-client'
import { useShop } from '../../api/session'
import type { ApiKey, NewApiKey } from '../../api/types'
import { Button } from '../../ui/button'
import { type Column, DataTable, NameCell } from '../../ui/data-table'
import { Dialog } from '../../ui/dialog'
import { ErrorState } from '../../ui/error-state'
import { Loaded } from '../../ui/loaded'
import { Page, Section } from '../../ui/page'
import { SkeletonRows } from '../../ui/skeleton'
import { toast } from '../../ui/toast'
import { When } from '../../ui/when'
import { ClientSnippet } from './client-snippet'
import { useFieldError } from './field-words'
import { SecretLine } from './secret-line'
import classes from './settings.module.css'
import { SiteTag } from './site-tag'

const keysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: ({ signal }) => get<{ items: ApiKey[] }>('/api-keys', undefined, signal),
})

/** The public write key for sending events, and secret keys for everything else. */
export function KeysPage() {
  const { t } = useLingui()
  const shop = useShop()
  const keys = useQuery(keysQuery)
  const [creating, setCreating] = useState(false)
  const [revoking, setRevoking] = useState<ApiKey | null>(null)
  return (
    <Page
      title={t`Schlüssel`}
      sentence={t`Damit Shop und andere Programme mit Kundig sprechen.`}
      width="list"
    >
      {shop && (
        <Section title={t`Auf den Seiten des Shops`}>
          <div className={classes.dialogForm}>
            <SiteTag shop={shop} />
          </div>
        </Section>
      )}
      <Section title={t`Ereignisse senden`}>
        <p className={classes.lead}>
          <Trans>
            Der Schreibschlüssel darf öffentlich sein: Mit ihm kann man Ereignisse senden, aber nichts lesen.
          </Trans>
        </p>
        {shop && (
          <div className={classes.dialogForm}>
            <SecretLine label={t`Schreibschlüssel`} value={shop.writeKey} />
            <ClientSnippet writeKey={shop.writeKey} />
          </div>
        )}
      </Section>
      <Section
        title={t`Geheime Schlüssel`}
        aside={
          <Button size="small" icon={IconPlus} onClick={() => setCreating(true)}>
            <Trans>Schlüssel anlegen</Trans>
          </Button>
        }
      >
        <p className={classes.lead}>
          <Trans>
            Mit einem geheimen Schlüssel kann ein Programm alles, was ein Admin kann. Gib jedem seinen
            eigenen.
          </Trans>
        </p>
        <Loaded query={keys} skeleton={<SkeletonRows rows={2} height={51} />} small>
          {({ items }) =>
            items.length === 0 ? (
              <p className="t2">
                <Trans>
                  Noch keiner. Du brauchst erst einen, wenn ein Programm etwas lesen oder ändern soll.
                </Trans>
              </p>
            ) : (
              <KeyTable keys={items} onRevoke={setRevoking} />
            )
          }
        </Loaded>
      </Section>
      {creating && <NewKey onClose={() => setCreating(false)} />}
      {revoking && <Revoke apiKey={revoking} onClose={() => setRevoking(null)} />}
    </Page>
  )
}

function KeyTable({ keys, onRevoke }: { keys: ApiKey[]; onRevoke: (key: ApiKey) => void }) {
  const { t } = useLingui()
  const columns: Column<ApiKey>[] = [
    {
      key: 'name',
      head: t`Name`,
      cell: (key) => <NameCell name={key.name} detail={<span className="mono">{key.prefix}…</span>} />,
    },
    {
      key: 'created',
      head: t`Angelegt`,
      phone: false,
      cell: (key) => <When at={key.createdAt} className="t2" />,
    },
    {
      key: 'used',
      head: t`Zuletzt benutzt`,
      cell: (key) =>
        key.lastUsedAt ? (
          <When at={key.lastUsedAt} className="t2" />
        ) : (
          <span className="t3">{t`noch nie`}</span>
        ),
    },
    {
      key: 'revoke',
      head: <span className="visually-hidden">{t`Aktion`}</span>,
      align: 'right',
      cell: (key) => (
        <Button
          size="small"
          variant="quiet"
          onClick={() => onRevoke(key)}
          aria-label={t`${key.name} widerrufen`}
        >
          <Trans>Widerrufen</Trans>
        </Button>
      ),
    },
  ]
  return <DataTable caption={t`Geheime Schlüssel`} columns={columns} rows={keys} rowKey={(key) => key.id} />
}

function NewKey({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const fieldError = useFieldError()
  const [name, setName] = useState('')
  const create = useMutation({
    mutationFn: () => post<NewApiKey>('/api-keys', { name: name.trim() }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['api-keys'] }),
  })
  if (create.data) {
    return (
      <Dialog title={t`Der Schlüssel „${create.data.name}“`} onClose={onClose}>
        <div className={classes.dialogForm}>
          <p className={classes.once}>
            <Trans>
              Kopiere ihn jetzt: Kundig bewahrt nur einen Abdruck auf und kann ihn nicht noch einmal zeigen.
            </Trans>
          </p>
          <SecretLine label={t`Geheimer Schlüssel`} value={create.data.secret} />
          <div className={classes.dialogButtons}>
            <Button variant="primary" onClick={onClose}>
              <Trans>Ich habe ihn</Trans>
            </Button>
          </div>
        </div>
      </Dialog>
    )
  }
  return (
    <Dialog title={t`Schlüssel anlegen`} onClose={onClose}>
      <form
        className={classes.dialogForm}
        onSubmit={(event) => {
          event.preventDefault()
          create.mutate()
        }}
      >
        <TextInput
          label={t`Wofür`}
          description={t`Nenne ihn nach dem Programm, das ihn benutzt.`}
          data-autofocus
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldError(create.error, 'name')}
        />
        {create.error && !fieldError(create.error, 'name') && <ErrorState error={create.error} small />}
        <div className={classes.dialogButtons}>
          <Button onClick={onClose}>
            <Trans>Abbrechen</Trans>
          </Button>
          <Button type="submit" variant="primary" disabled={!name.trim()} loading={create.isPending}>
            <Trans>Anlegen</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** Cannot be undone, and something stops working: so this asks. */
function Revoke({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { t } = useLingui()
  const revoke = useMutation({
    mutationFn: () => remove(`/api-keys/${apiKey.id}`),
    onSuccess: () => {
      toast(t`„${apiKey.name}“ gilt nicht mehr.`)
      onClose()
      return queryClient.invalidateQueries({ queryKey: ['api-keys'] })
    },
  })
  return (
    <Dialog title={t`„${apiKey.name}“ widerrufen`} onClose={onClose}>
      <div className={classes.dialogForm}>
        <p>
          <Trans>
            Das Programm, das ihn benutzt, wird sofort abgewiesen. Das lässt sich nicht zurücknehmen.
          </Trans>
        </p>
        {revoke.error && <ErrorState error={revoke.error} small />}
        <div className={classes.dialogButtons}>
          <Button onClick={onClose}>
            <Trans>Behalten</Trans>
          </Button>
          <Button variant="danger" loading={revoke.isPending} onClick={() => revoke.mutate()}>
            <Trans>Schlüssel widerrufen</Trans>
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
