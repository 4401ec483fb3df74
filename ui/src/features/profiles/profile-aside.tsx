import { Trans } from '@lingui/react/macro'
import type { CartItem, Profile } from '../../api/types'
import { useFormat } from '../../ui/format-context'
import { When } from '../../ui/when'
import classes from './profile-page.module.css'

/** Right column: what lies in the cart, and what they like best. */
export function ProfileAside({ profile }: { profile: Profile }) {
  const format = useFormat()
  const { cart, favourites } = profile
  const most = Math.max(1, ...favourites.map((one) => one.quantity))
  if (!cart && favourites.length === 0) {
    return (
      <p className={classes.note}>
        <Trans>
          Hier stehen der Warenkorb und die liebsten Produkte, sobald dieser Mensch etwas hineinlegt oder
          kauft.
        </Trans>
      </p>
    )
  }
  return (
    <>
      {cart && cart.items.length > 0 && (
        <section className={classes.block} data-first>
          <div className={classes.blockHead}>
            <h2 style={{ fontSize: 13 }}>
              <Trans>Im Warenkorb</Trans>
            </h2>
            <When at={cart.updatedAt} className={classes.where} />
          </div>
          <ul className={classes.cart}>
            {cart.items.slice(0, 8).map((item) => (
              <Line key={item.productId} item={item} />
            ))}
          </ul>
          {cart.value && (
            <p className={classes.sum} style={{ marginTop: 8 }}>
              <Trans>Zusammen</Trans>
              <span className="num">{format.money(cart.value)}</span>
            </p>
          )}
        </section>
      )}
      {favourites.length > 0 && (
        <section className={classes.block} data-first={cart?.items.length ? undefined : true}>
          <div className={classes.blockHead}>
            <h2 style={{ fontSize: 13 }}>
              <Trans>Mag besonders</Trans>
            </h2>
          </div>
          <ul className={classes.favourites}>
            {favourites.slice(0, 5).map((one) => (
              <li key={one.productId} className={classes.favourite}>
                <span className="cut" title={one.title}>
                  {one.title}
                </span>
                <span className={classes.times}>{format.number(one.quantity)} ×</span>
                <span className={classes.track} aria-hidden>
                  <span style={{ width: `${Math.max(4, (100 * one.quantity) / most)}%` }} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function Line({ item }: { item: CartItem }) {
  const format = useFormat()
  const price = item.price && {
    ...item.price,
    amount: String(Number(item.price.amount) * item.quantity),
  }
  return (
    <li className={classes.cartLine}>
      <span>
        {item.quantity > 1 && <span className="t3">{format.number(item.quantity)} × </span>}
        {item.title}
      </span>
      {price && <span className="num t2">{format.money(price)}</span>}
    </li>
  )
}
