import { Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { get, patch, post, remove } from '../../api/client'
import { queryClient } from '../../api/query-client'
import { useSession } from '../../api/session'
import type { Role, User } from '../../api/types'
import { Avatar } from '../../ui/avatar'
import { Button } from '../../ui/button'
import { type Column, DataTable, NameCell } from '../../ui/data-table'
import { Dialog } from '../../ui/dialog'
import { ErrorState } from '../../ui/error-state'
import { SelectField } from '../../ui/form'
import { Loaded } from '../../ui/loaded'
import { Page } from '../../ui/page'
import { SkeletonRows } from '../../ui/skeleton'
import { toast } from '../../ui/toast'
import { useFieldError } from './field-words'
import { useRoleNames } from './roles'
import { SecretLine } from './secret-line'
import classes from './settings.module.css'

const staffQuery = queryOptions({
  queryKey: ['staff'],
  queryFn: ({ signal }) => get<{ items: User[] }>('/staff', undefined, signal),
})

const refresh = () => queryClient.invalidateQueries({ queryKey: ['staff'] })

/** Who works here and what they may do. */
export function StaffPage() {
  const { t } = useLingui()
  const { user } = useSession()
  const staff = useQuery(staffQuery)
  const [inviting, setInviting] = useState(false)
  const [removing, setRemoving] = useState<User | null>(null)
  const mayManage = user.role === 'owner' || user.role === 'admin'
  return (
    <Page
      title={t`Team`}
      sentence={t`Wer mit Kundig arbeitet und was die Einzelnen dürfen.`}
      width="list"
      actions={
        mayManage && (
          <Button variant="primary" icon={IconUserPlus} onClick={() => setInviting(true)}>
            <Trans>Jemanden einladen</Trans>
          </Button>
        )
      }
    >
      <Loaded query={staff} skeleton={<SkeletonRows rows={3} height={51} />}>
        {({ items }) => <StaffTable staff={items} mayManage={mayManage} onRemove={setRemoving} />}
      </Loaded>
      {inviting && <Invite onClose={() => setInviting(false)} />}
      {removing && <Remove member={removing} onClose={() => setRemoving(null)} />}
    </Page>
  )
}

function StaffTable({
  staff,
  mayManage,
  onRemove,
}: {
  staff: User[]
  mayManage: boolean
  onRemove: (user: User) => void
}) {
  const { t } = useLingui()
  const { user } = useSession()
  const roles = useRoleNames()
  const change = useMutation({
    mutationFn: ({ id, role }: { id: string; role: Role }) => patch<User>(`/staff/${id}`, { role }),
    onSuccess: (member) => {
      toast(t`${member.name} ist jetzt ${roles[member.role]}.`)
      return refresh()
    },
    onError: (error) => toast(error.message, { tone: 'bad' }),
  })
  const columns: Column<User>[] = [
    {
      key: 'name',
      head: t`Name`,
      cell: (member) => (
        <NameCell
          before={<Avatar name={member.name} size={28} />}
          name={member.id === user.id ? t`${member.name} (du)` : member.name}
          detail={member.email}
        />
      ),
    },
    {
      key: 'role',
      head: t`Darf`,
      width: 190,
      cell: (member) =>
        mayManage && member.role !== 'owner' && member.id !== user.id ? (
          <SelectField
            size="xs"
            aria-label={t`Rolle von ${member.name}`}
            value={member.role}
            onChange={(event) => change.mutate({ id: member.id, role: event.currentTarget.value as Role })}
            data={(['admin', 'marketer', 'support'] as const).map((role) => ({
              value: role,
              label: roles[role],
            }))}
          />
        ) : (
          roles[member.role]
        ),
    },
    {
      key: 'remove',
      head: <span className="visually-hidden">{t`Aktion`}</span>,
      align: 'right',
      phone: false,
      cell: (member) =>
        mayManage &&
        member.role !== 'owner' &&
        member.id !== user.id && (
          <Button
            size="small"
            variant="quiet"
            onClick={() => onRemove(member)}
            aria-label={t`${member.name} entfernen`}
          >
            <Trans>Entfernen</Trans>
          </Button>
        ),
    },
  ]
  return (
    <DataTable
      caption={t`Team`}
      columns={columns}
      rows={staff}
      rowKey={(member) => member.id}
      footnote={
        <Trans>
          Inhaber und Admins dürfen alles. Marketing arbeitet mit Kunden, Flows und Inhalten. Support sieht
          Kunden und ihre Nachrichten.
        </Trans>
      }
    />
  )
}

function Invite({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const roles = useRoleNames()
  const fieldError = useFieldError()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('marketer')
  const invite = useMutation({
    mutationFn: () =>
      post<{ link: string }>('/staff/invitations', { name: name.trim(), email: email.trim(), role }),
  })
  if (invite.data) {
    return (
      <Dialog title={t`Einladung für ${name}`} onClose={onClose}>
        <div className={classes.dialogForm}>
          <p className={classes.once}>
            <Trans>
              Schick diesen Link selbst. Er gilt einmal und 24 Stunden lang, danach lädst du neu ein.
            </Trans>
          </p>
          <SecretLine label={t`Link`} value={invite.data.link} />
          <div className={classes.dialogButtons}>
            <Button variant="primary" onClick={onClose}>
              <Trans>Fertig</Trans>
            </Button>
          </div>
        </div>
      </Dialog>
    )
  }
  const known = fieldError(invite.error, 'name') ?? fieldError(invite.error, 'email')
  return (
    <Dialog title={t`Jemanden einladen`} onClose={onClose}>
      <form
        className={classes.dialogForm}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          invite.mutate()
        }}
      >
        <TextInput
          label={t`Name`}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldError(invite.error, 'name')}
        />
        <TextInput
          label={t`E-Mail`}
          type="email"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={fieldError(invite.error, 'email')}
        />
        <SelectField
          label={t`Darf`}
          value={role}
          onChange={(event) => setRole(event.currentTarget.value as Role)}
          data={(['admin', 'marketer', 'support'] as const).map((value) => ({ value, label: roles[value] }))}
        />
        {invite.error && !known && <ErrorState error={invite.error} small />}
        <div className={classes.dialogButtons}>
          <Button onClick={onClose}>
            <Trans>Abbrechen</Trans>
          </Button>
          <Button
            type="submit"
            variant="primary"
            disabled={!name.trim() || !email.trim()}
            loading={invite.isPending}
          >
            <Trans>Link erstellen</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function Remove({ member, onClose }: { member: User; onClose: () => void }) {
  const { t } = useLingui()
  const removal = useMutation({
    mutationFn: () => remove(`/staff/${member.id}`),
    onSuccess: () => {
      toast(t`${member.name} hat keinen Zugang mehr.`)
      onClose()
      return refresh()
    },
  })
  return (
    <Dialog title={t`${member.name} entfernen`} onClose={onClose}>
      <div className={classes.dialogForm}>
        <p>
          <Trans>
            Der Zugang endet sofort, auch auf anderen Geräten. Was {member.name} getan hat, bleibt im
            Protokoll.
          </Trans>
        </p>
        {removal.error && <ErrorState error={removal.error} small />}
        <div className={classes.dialogButtons}>
          <Button onClick={onClose}>
            <Trans>Behalten</Trans>
          </Button>
          <Button variant="danger" loading={removal.isPending} onClick={() => removal.mutate()}>
            <Trans>Zugang entziehen</Trans>
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
