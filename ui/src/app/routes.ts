import { accountsRoutes, publicAccountsRoutes } from '../features/accounts/routes'
import { catalogRoutes } from '../features/catalog/routes'
import { flowsRoutes } from '../features/flows/routes'
import { ingestRoutes } from '../features/ingest/routes'
import { messagingRoutes } from '../features/messaging/routes'
import { ordersRoutes } from '../features/orders/routes'
import { profilesRoutes } from '../features/profiles/routes'
import { reportingRoutes } from '../features/reporting/routes'
import { segmentsRoutes } from '../features/segments/routes'
import { sourcesRoutes } from '../features/sources/routes'
import { startRoutes } from '../features/start/routes'
import { templatesRoutes } from '../features/templates/routes'
import { frameRoute, plainRoute, rootRoute, shellRoute } from '../ui/routes'

export const routeTree = rootRoute.addChildren([
  plainRoute.addChildren([...publicAccountsRoutes]),
  frameRoute.addChildren([
    ...startRoutes,
    shellRoute.addChildren([
      // One line per feature, in alphabetical order.
      ...accountsRoutes,
      ...catalogRoutes,
      ...flowsRoutes,
      ...ingestRoutes,
      ...messagingRoutes,
      ...ordersRoutes,
      ...profilesRoutes,
      ...reportingRoutes,
      ...segmentsRoutes,
      ...sourcesRoutes,
      ...templatesRoutes,
    ]),
  ]),
])
