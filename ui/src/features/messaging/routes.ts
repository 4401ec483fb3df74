import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { MessageState } from '../../api/types'
import { shellRoute } from '../../ui/routes'

export const messageStates: MessageState[] = [
  'planned',
  'intended',
  'handed_over',
  'delivered',
  'skipped',
  'in_doubt',
  'failed',
  'bounced',
]

export interface OutboxSearch {
  view?: 'mailbox'
  /** The mail of the mailbox that is open. */
  mail?: string
  state?: MessageState
  flow?: string
  step?: string
  profile?: string
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

const outboxRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/data/outbox',
  validateSearch: (search: Record<string, unknown>): OutboxSearch => {
    const found: OutboxSearch = {
      view: search.view === 'mailbox' ? 'mailbox' : undefined,
      mail: text(search.mail),
      state: messageStates.find((one) => one === search.state),
      flow: text(search.flow),
      step: text(search.step),
      profile: text(search.profile),
    }
    return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
  },
  component: lazyRouteComponent(() => import('./outbox-page'), 'OutboxPage'),
})

const messageRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/data/outbox/$id',
  component: lazyRouteComponent(() => import('./message-page'), 'MessagePage'),
})

export const messagingRoutes = [outboxRoute, messageRoute] as const
