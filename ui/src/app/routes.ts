import { accountsRoutes, publicAccountsRoutes } from '../features/accounts/routes'
import { profilesRoutes } from '../features/profiles/routes'
import { startRoutes } from '../features/start/routes'
import { frameRoute, plainRoute, rootRoute, shellRoute } from '../ui/routes'

export const routeTree = rootRoute.addChildren([
  plainRoute.addChildren([...publicAccountsRoutes]),
  frameRoute.addChildren([
    ...startRoutes,
    shellRoute.addChildren([
      // One line per feature, in alphabetical order.
      ...accountsRoutes,
      ...profilesRoutes,
    ]),
  ]),
])
