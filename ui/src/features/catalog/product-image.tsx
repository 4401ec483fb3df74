import { IconPhoto } from '@tabler/icons-react'
import { useState } from 'react'
import { Icon } from '../../ui/icon'
import classes from './catalog.module.css'

/** A product's picture from the shop; a plain square where there is none. */
export function ProductImage({ url, large }: { url: string | null; large?: boolean }) {
  const [broken, setBroken] = useState(false)
  const className = large ? `${classes.image} ${classes.large}` : classes.image
  if (!url || broken) {
    return (
      <span className={className} style={{ display: 'grid', placeItems: 'center' }} aria-hidden>
        <Icon of={IconPhoto} size={large ? 28 : 16} />
      </span>
    )
  }
  return (
    <img
      className={className}
      src={url}
      alt=""
      loading="lazy"
      referrerPolicy="no-referrer"
      onError={() => setBroken(true)}
    />
  )
}
