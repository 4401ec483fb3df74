import type { ApiKey, Session, Shop } from '../../src/api/types'
import { Failure, type Routes } from './server'

const g = globalThis as unknown as { mockState?: State }

interface State {
  signedIn: boolean
  session: Session
  keys: ApiKey[]
  firstRun: boolean
  onboarding: boolean
  steps: Set<string>
}

/** Survives reloads of this file. */
g.mockState ??= {
  signedIn: process.env.KUNDIG_MOCK_SIGNED_OUT !== '1',
  firstRun: process.env.KUNDIG_MOCK_FIRST_RUN === '1',
  onboarding: process.env.KUNDIG_MOCK_YOUNG === '1',
  steps: new Set(['owner', 'shop']),
  session: {
    user: {
      id: '0197-mara',
      name: 'Mara Lindqvist',
      email: 'mara@nordlicht.example',
      locale: (process.env.KUNDIG_MOCK_LOCALE as 'de' | 'en') ?? 'de',
      theme: 'auto',
      role: 'owner',
    },
    shops: [
      {
        id: 1,
        name: 'Rösterei Nordlicht',
        currency: 'EUR',
        timeZone: 'Europe/Berlin',
        locale: 'de',
        url: 'https://nordlicht-roesterei.example',
        sender: { name: 'Mara von Nordlicht', email: 'moin@nordlicht.example', replyTo: null },
        impressum: {
          company: 'Nordlicht Kaffee & Tee GmbH',
          street: 'Röstergang 7',
          city: '22765 Hamburg',
          country: 'DE',
          representative: 'Mara Lindqvist',
          email: 'moin@nordlicht.example',
          phone: null,
          register: 'Amtsgericht Hamburg, HRB 104882',
          vatId: 'DE314098765',
        },
        impressumComplete: true,
        missing: [],
        writeKey: 'wk_3fQ9hT2mXv7LpR5s',
        rules: { marketingGapHours: 16, attributionClickDays: 5, attributionOpenDays: 5 },
      },
    ],
    sandbox: false,
    mail: { mode: 'mailbox', server: null },
    version: '0.1.0',
  },
  keys: [
    { id: 'k1', name: 'Shop-Backend', prefix: 'kk_9fa2', createdAt: ago(40), lastUsedAt: ago(0.01) },
    { id: 'k2', name: 'Auswertung', prefix: 'kk_41cc', createdAt: ago(12), lastUsedAt: null },
  ],
}
const state = g.mockState

function ago(days: number) {
  return new Date(Date.now() - days * 86_400_000).toISOString()
}

export const routes: Routes = {
  'GET /setup': () => ({ firstRun: state.firstRun, ownerExists: !state.firstRun }),
  'POST /setup/owner': ({ body }) => {
    if (body.token !== 'token')
      return new Failure(403, 'Link expired', { detail: 'Der Link gilt nicht mehr.' })
    state.session.user = { ...state.session.user, name: String(body.name), email: String(body.email) }
    state.firstRun = false
    state.signedIn = true
    return state.session.user
  },
  'GET /session': () => (state.signedIn ? state.session : new Failure(401, 'Unauthorized')),
  'POST /session': ({ body }) => {
    if (body.password !== 'kaffee') return new Failure(401, 'Unauthorized')
    state.signedIn = true
    return state.session
  },
  'DELETE /session': () => {
    state.signedIn = false
    return undefined
  },
  'PATCH /account': ({ body }) => {
    if (body.newPassword && body.currentPassword !== 'kaffee') {
      return new Failure(422, 'Invalid', { errors: [{ path: 'currentPassword', message: 'wrong' }] })
    }
    const { currentPassword: _old, newPassword: _new, ...rest } = body
    Object.assign(state.session.user, rest)
    return state.session.user
  },
  'GET /staff': () => ({
    items: [
      state.session.user,
      {
        id: 'u2',
        name: 'Enno Brandt',
        email: 'enno@nordlicht.example',
        locale: 'de',
        theme: 'auto',
        role: 'support',
      },
    ],
    next: null,
  }),
  'GET /shops': () => ({ items: state.session.shops, next: null }),
  'GET /shops/{id}': () => state.session.shops[0],
  'PUT /shops/{id}': ({ body }) => {
    Object.assign(state.session.shops[0] as Shop, body)
    return state.session.shops[0]
  },
  'GET /api-keys': () => ({ items: state.keys, next: null }),
  'POST /api-keys': ({ body }) => {
    const key: ApiKey = {
      id: `k${state.keys.length + 3}`,
      name: String(body.name),
      prefix: 'kk_7b1e',
      createdAt: ago(0),
      lastUsedAt: null,
    }
    state.keys.push(key)
    return { ...key, secret: 'kk_7b1e4c0f9a2d4b7e8f61c3d5a9b0e2f4' }
  },
  'DELETE /api-keys/{id}': ({ params }) => {
    state.keys = state.keys.filter((key) => key.id !== params.id)
    return undefined
  },
  'GET /audit': () => ({
    items: [
      {
        id: 'a1',
        at: ago(0.02),
        actor: { id: 'u1', name: 'Mara Lindqvist' },
        action: 'shop.updated',
        subject: 'shop:1',
        changes: { 'impressum.vatId': [null, 'DE314098765'], 'rules.marketingGapHours': [24, 16] },
      },
      {
        id: 'a2',
        at: ago(0.4),
        actor: { id: 'u2', name: 'Enno Brandt' },
        action: 'flow.activated',
        subject: 'flow:abandoned_cart',
        changes: { state: ['draft', 'live'] },
      },
      {
        id: 'a3',
        at: ago(1.2),
        actor: null,
        action: 'api_key.created',
        subject: 'api_key:k1',
        changes: { name: [null, 'Shop-Backend'] },
      },
    ],
    next: null,
  }),
  'GET /onboarding': () => {
    const keys = ['owner', 'shop', 'connect', 'flow', 'testMail'] as const
    if (!state.onboarding)
      return { done: true, steps: keys.map((key) => ({ key, state: 'done', detail: {} })) }
    let next = true
    const steps = keys.map((key) => {
      if (state.steps.has(key)) return { key, state: 'done', detail: {} }
      const result = { key, state: next ? 'next' : 'later', detail: {} }
      next = false
      return result
    })
    return { done: false, steps }
  },
  'POST /test-mails': () => ({ messageId: 'm1', profileId: 'p1' }),
  'GET /sandbox/clock': () => ({
    now: new Date().toISOString(),
    offset: 'PT0S',
    movable: state.session.sandbox,
  }),
}
