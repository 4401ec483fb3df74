import { listQuery } from '../../api/lists'
import type { ProfileRow } from '../../api/types'
import type { PeopleSearch } from './routes'

/** Everybody who fits, with how many they are. */
export const customersQuery = ({ q, filter, sort }: PeopleSearch) =>
  listQuery<ProfileRow, { total: number }>(['profiles', 'list'], '/profiles', {
    q,
    filter,
    sort: sort ?? '-lastSeenAt',
    limit: 50,
  })
