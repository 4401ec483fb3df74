import type { Routes } from './server'

const eur = (amount: number) => ({ amount: amount.toFixed(2), currency: 'EUR' })
const names = ['Friederike Harms', 'Jonas Petersen', 'Nele Hansen', 'Özlem Aydın', 'مريم الحسيني']

export const routes: Routes = {
  'GET /reports/orders': () => ({
    items: names.map((who, index) => ({
      orderId: `o${index}`,
      externalId: String(10482 - index * 7),
      profileId: `p${index + 1}`,
      who,
      placedAt: new Date(Date.now() - index * 9_000_000).toISOString(),
      total: eur(43.2 + index * 11),
      refunded: eur(index === 2 ? 12.4 : 0),
      net: eur(43.2 + index * 11 - (index === 2 ? 12.4 : 0)),
      status: ['placed', 'fulfilled', 'partially_refunded', 'placed', 'cancelled'][index],
      attribution:
        index % 2
          ? null
          : {
              messageId: 'm1',
              subject: 'Dein Kaffee steht noch da',
              flowId: 'f1',
              flowName: { de: 'Warenkorb-Abbrecher', en: 'Abandoned cart' },
              step: 'cart-1',
              touch: 'click',
              touchedAt: new Date().toISOString(),
              minutesAfter: 74,
            },
    })),
    next: 'more',
  }),
  'GET /reports/people': () => ({
    items: names.map((name, index) => ({
      id: `p${index + 1}`,
      name,
      email: `mensch${index}@nordlicht.example`,
      orders: index * 3,
      revenue: eur(index * 131.4),
    })),
    next: null,
  }),
}
