import { accountsRoutes, publicAccountsRoutes } from '../features/accounts/routes'
import { startRoutes } from '../features/start/routes'
import { rootRoute, shellRoute } from '../ui/routes'

// One line per feature, in alphabetical order.
export const routeTree = rootRoute.addChildren([
  ...publicAccountsRoutes,
  shellRoute.addChildren([...accountsRoutes, ...startRoutes]),
])
