import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ErrorState } from '../../ui/error-state'
import { useTitle } from '../../ui/page'
import { place } from '../../ui/place'
import { RecordBar } from '../../ui/record-bar'
import { Skeleton, SkeletonRows, SkeletonText } from '../../ui/skeleton'
import { When } from '../../ui/when'
import { ErasePerson } from './erase-person'
import { ProfileAside } from './profile-aside'
import classes from './profile-page.module.css'
import { profileQuery } from './profile-query'
import { ProfileSide } from './profile-side'
import { ProfileTimeline } from './profile-timeline'

const route = getRouteApi('/frame/shell/customers/$id')

/** One person: who they are, what happened, what it means. */
export function ProfilePage() {
  const { t } = useLingui()
  const { id } = route.useParams()
  const { kind } = route.useSearch()
  const navigate = route.useNavigate()
  const query = useQuery(profileQuery(id))
  const profile = query.data
  useTitle(profile ? (profile.name ?? profile.email ?? t`Noch ohne Namen`) : '')
  return (
    <>
      <RecordBar back={{ ...place('/customers'), label: t`Kunden` }}>
        {profile?.lastSeenAt && (
          <span className={classes.seen}>
            <Trans>
              Zuletzt da: <When at={profile.lastSeenAt} />
            </Trans>
          </span>
        )}
      </RecordBar>
      {query.error && !profile ? (
        <div className={classes.problem}>
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        </div>
      ) : (
        <div className={classes.columns}>
          <div className={classes.side}>{profile ? <ProfileSide profile={profile} /> : <SideSkeleton />}</div>
          <div className={classes.middle}>
            {profile ? (
              <ProfileTimeline
                profile={profile}
                kind={kind ?? 'all'}
                onKind={(next) =>
                  navigate({
                    search: next === 'all' ? {} : { kind: next },
                    replace: true,
                    resetScroll: false,
                  })
                }
              />
            ) : (
              <SkeletonRows rows={7} height={72} />
            )}
          </div>
          <div className={classes.aside}>
            {profile && (
              <>
                <ProfileAside profile={profile} />
                <ErasePerson profile={profile} onErased={() => navigate({ to: '/customers' })} />
              </>
            )}
          </div>
        </div>
      )}
    </>
  )
}

function SideSkeleton() {
  return (
    <div className={classes.loading} aria-hidden>
      <Skeleton width={48} height={48} radius={99} />
      <SkeletonText lines={3} />
      <SkeletonText lines={4} />
      <SkeletonText lines={5} />
    </div>
  )
}
