import { routes as messaging } from './messaging'
import type { Routes } from './server'

const row = (key: string, de: string, en: string, purpose = 'marketing') => ({
  key,
  name: { de, en },
  purpose,
  locales: ['de', 'en'],
  version: 3,
  updatedAt: new Date(Date.now() - 5 * 86_400_000).toISOString(),
})

export const routes: Routes = {
  'GET /templates': () => ({
    items: [
      row('cart-1', 'Dein Warenkorb wartet', 'Your cart is waiting'),
      row('cart-2', 'Noch eine Frage zur Sorte?', 'A question about the roast?'),
      row('welcome-1', 'Schön, dass du da bist', 'Good to have you'),
      row('welcome-2', 'So arbeiten wir', 'How we work'),
      row('confirm', 'Bitte bestätige', 'Please confirm', 'transactional'),
    ],
    next: null,
  }),
  'GET /templates/{key}/preview': (call) => {
    const content = messaging['GET /messages/{id}/content']?.({ ...call, params: { id: 'm1' } }) as object
    return { ...content, preheader: 'Zwei Tüten Hafenkante, frisch vom Donnerstag.', problems: [] }
  },
  'GET /templates/{key}/source': () => ({
    subject: '{{ person.firstName }}, dein Kaffee steht noch da',
    preheader: 'Zwei Tüten Hafenkante, frisch vom Donnerstag.',
    mjml: '<mjml>\n  <mj-body>\n    <mj-section>\n      <mj-column>\n        <mj-text>Moin {{ person.firstName }}</mj-text>\n      </mj-column>\n    </mj-section>\n  </mj-body>\n</mjml>',
  }),
  'PUT /templates/{key}/source': ({ body }) => body,
}
