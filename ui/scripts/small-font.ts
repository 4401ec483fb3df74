import subsetFont from 'subset-font'
import type { Plugin } from 'vite'

/** What fontsource's Latin file promises by its unicode-range. */
const ranges: [number, number][] = [
  [0x20, 0x7e],
  [0xa0, 0xff],
  [0x131, 0x131],
  [0x152, 0x153],
  [0x2bb, 0x2bc],
  [0x2c6, 0x2c6],
  [0x2da, 0x2da],
  [0x2dc, 0x2dc],
  [0x2000, 0x206f],
  [0x20ac, 0x20ac],
  [0x2122, 0x2122],
  [0x2191, 0x2191],
  [0x2193, 0x2193],
  [0x2212, 0x2212],
  [0x2215, 0x2215],
]

/**
 * Inter's Latin file with optical size is 73 kB, most of it alternates and weights nothing here uses.
 * Keeps kerning, tabular figures and the weights 400 to 620: 35 kB, half of what a first visit would load.
 */
export function smallFont(): Plugin {
  return {
    name: 'kundig-small-font',
    apply: 'build',
    async generateBundle(_, bundle) {
      const text = ranges.flatMap(([from, to]) => range(from, to)).join('')
      for (const asset of Object.values(bundle)) {
        if (asset.type !== 'asset' || !/inter-latin-opsz-normal-.*\.woff2$/.test(asset.fileName)) continue
        asset.source = await subsetFont(Buffer.from(asset.source), text, {
          targetFormat: 'woff2',
          keepFeatures: ['kern', 'tnum', 'ccmp', 'locl', 'mark'],
          variationAxes: { wght: { min: 400, max: 620 } },
        })
      }
    },
  }
}

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index))
