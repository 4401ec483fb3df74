import { expect, it } from 'vitest'
import { withoutTracks } from './mail-frame'

it('takes the pixel and the link targets out, so that a look counts as nothing', () => {
  const html = withoutTracks(
    '<a href="https://x.example/t/c/abc">Zum Warenkorb</a><img src="https://x.example/t/o/abc.gif"><img src="logo.png" width="200">',
  )
  expect(html).not.toContain('href')
  expect(html).not.toContain('/t/o/')
  expect(html).toContain('logo.png')
})

it('keeps scripts and refreshes out of the frame', () => {
  const html = withoutTracks(
    '<script>alert(1)</script><meta http-equiv="refresh" content="0;url=https://x.example">',
  )
  expect(html).not.toContain('script')
  expect(html).not.toContain('refresh')
})
