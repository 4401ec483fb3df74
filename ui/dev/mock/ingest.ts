import type { LiveFact } from '../../src/api/types'
import type { Routes } from './server'

const empty = process.env.KUNDIG_MOCK_EMPTY === '1'
const facts: Partial<LiveFact>[] = [
  { type: 'track', name: 'Added to Cart', who: 'Friederike Harms', profileId: 'p1' },
  { type: 'page', name: 'Viewed Page', who: 'a8f3-browser', profileId: 'anonymous' },
  { type: 'identify', name: null, who: 'jonas@petersen.example', profileId: 'p2' },
  { type: 'track', name: 'Placed Order', who: 'Özlem Aydın', profileId: 'p4' },
  { type: 'page', name: 'Viewed Page', who: null, outcome: 'dropped', reason: 'bot' },
  { type: 'track', name: 'Viewed Product', who: 'Friederike Harms', profileId: 'p1', outcome: 'duplicate' },
  { type: 'track', name: null, who: null, outcome: 'dropped', reason: 'invalid', detail: 'event is missing' },
  { type: 'track', name: 'Kaffeequiz beendet', who: 'مريم الحسيني', profileId: 'p8' },
  {
    type: 'track',
    name: 'Started Checkout',
    who: 'mensch@nordlicht.example',
    outcome: 'set_aside',
    reason: 'poison',
  },
]

export const routes: Routes = {
  'GET /ingest/live': () => ({
    items: empty
      ? []
      : Array.from({ length: 40 }, (_, index) => {
          const at = new Date(Date.now() - index * 3_700).toISOString()
          return {
            id: String(5000 - index),
            at,
            receivedAt: at,
            shopId: 1,
            profileId: null,
            outcome: 'accepted',
            reason: null,
            detail: null,
            ...facts[index % facts.length],
          }
        }),
    next: '5000',
  }),
  'GET /ingest/stats': () => ({
    perMinute: empty
      ? []
      : Array.from({ length: 60 }, (_, index) => ({
          at: new Date(Math.floor(Date.now() / 60_000 - 59 + index) * 60_000).toISOString(),
          accepted: Math.round(12 + 9 * Math.sin(index / 6) + (index % 7)),
          duplicate: index % 9 === 0 ? 1 : 0,
          dropped: index % 5 === 0 ? 2 : 0,
        })),
    reasons: empty
      ? []
      : [
          { reason: 'bot', count: 21 },
          { reason: 'invalid', count: 3 },
        ],
    lastEventAt: empty ? null : new Date().toISOString(),
    queue: { depth: 0, capacity: 20000 },
  }),
  'GET /ingest/set-aside': () => ({
    items: empty
      ? []
      : [
          {
            id: 's1',
            at: new Date(Date.now() - 300_000).toISOString(),
            reason: 'invalid byte sequence: 0x00',
            body: '{"event":"Started Checkout","userId":"20418"}',
          },
        ],
    next: null,
  }),
  'POST /ingest/set-aside/{id}/replay': () => undefined,
}
