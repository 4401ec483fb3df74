import { Trans, useLingui } from '@lingui/react/macro'
import { useMemo } from 'react'
import classes from './mail-frame.module.css'

/**
 * A mail's HTML in a frame without scripts, forms, pop-ups and an origin. Looking at it must not count as
 * opening or clicking: the pixel and the targets of links are taken out first.
 */
export function MailFrame({ html }: { html: string }) {
  const { t } = useLingui()
  const harmless = useMemo(() => withoutTracks(html), [html])
  return (
    <div className={classes.box}>
      {html.trim() ? (
        <iframe
          className={classes.frame}
          title={t`Die Mail, wie sie ankommt`}
          sandbox=""
          srcDoc={harmless}
          referrerPolicy="no-referrer"
        />
      ) : (
        <p className={classes.empty}>
          <Trans>Diese Mail hat nur einen Textteil.</Trans>
        </p>
      )}
    </div>
  )
}

export function MailText({ children, label }: { children: string; label?: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reachable by keyboard
    <section className={classes.box} aria-label={label} tabIndex={0}>
      <pre className={classes.text}>{children}</pre>
    </section>
  )
}

export function withoutTracks(html: string): string {
  const page = new DOMParser().parseFromString(html, 'text/html')
  for (const image of page.querySelectorAll('img')) {
    const tiny = image.getAttribute('width') === '1' || image.getAttribute('height') === '1'
    if (tiny || (image.getAttribute('src') ?? '').includes('/t/o/')) image.remove()
  }
  for (const link of page.querySelectorAll('a[href], area[href]')) {
    link.setAttribute('title', link.getAttribute('href') ?? '')
    link.removeAttribute('href')
  }
  for (const bad of page.querySelectorAll(
    'script, base, meta[http-equiv], link, object, embed, iframe, form',
  )) {
    bad.remove()
  }
  return `<!doctype html>${page.documentElement.outerHTML}`
}
