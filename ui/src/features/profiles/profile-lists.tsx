import { Trans, useLingui } from '@lingui/react/macro'
import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { listsOfQuery, usePutOnList, useTakeOffList } from '../../api/people-lists'
import type { ListOfPerson } from '../../api/types'
import { useFormat } from '../../ui/format-context'
import { Icon } from '../../ui/icon'
import { place } from '../../ui/place'
import { toast } from '../../ui/toast'
import classes from './profile-page.module.css'
import { PutOnList } from './put-on-list'

/** The lists somebody is on, and a way onto others. */
export function ProfileLists({ id }: { id: string }) {
  const { data } = useQuery(listsOfQuery(id))
  const items = data?.items ?? []
  return (
    <section className={classes.block}>
      <div className={classes.blockHead}>
        <h2 style={{ fontSize: 13 }}>
          <Trans>Listen</Trans>
        </h2>
        {data && <PutOnList profiles={[id]} on={items.map((list) => list.id)} small />}
      </div>
      {data &&
        (items.length === 0 ? (
          <p className="small t3">
            <Trans>Steht auf keiner.</Trans>
          </p>
        ) : (
          <ul className={classes.segments}>
            {items.map((list) => (
              <li key={list.id}>
                <ListChip profile={id} list={list} />
              </li>
            ))}
          </ul>
        ))}
    </section>
  )
}

function ListChip({ profile, list: { id, name, since } }: { profile: string; list: ListOfPerson }) {
  const { t } = useLingui()
  const format = useFormat()
  const takeOff = useTakeOffList()
  const putOn = usePutOnList()
  return (
    <span className={classes.listChip}>
      <Link {...place(`/segments/lists/${id}`)} className={classes.segment} title={format.exactDay(since)}>
        <bdi>{name}</bdi>
      </Link>
      <button
        type="button"
        className={classes.listOff}
        aria-label={t`Von „${name}“ herunternehmen`}
        onClick={() =>
          takeOff.mutate(
            { list: id, profiles: [profile] },
            {
              onSuccess: () =>
                toast(t`Steht nicht mehr auf „${name}“.`, {
                  undo: () => putOn.mutate({ list: id, profiles: [profile] }),
                }),
            },
          )
        }
      >
        <Icon of={IconX} size={13} />
      </button>
    </span>
  )
}
