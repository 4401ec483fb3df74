/** Round axis values from zero: three grid lines above it. */
export function niceTicks(max: number): number[] {
  if (max <= 0) return [0, 1]
  const raw = max / 3
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = ([1, 1.5, 2, 2.5, 3, 4, 5, 7.5, 10].find((factor) => factor * power >= raw) ?? 10) * power
  return [0, 1, 2, 3].map((count) => Number((count * step).toPrecision(12)))
}

interface Box {
  width: number
  height: number
  top: number
  bottom: number
  left: number
  right: number
  count: number
  max: number
}

export function plot({ width, height, top, bottom, left, right, count, max }: Box) {
  const inner = width - left - right
  const x = (index: number) => round(count <= 1 ? left + inner / 2 : left + (index / (count - 1)) * inner)
  const y = (value: number) => round(height - bottom - (value / max) * (height - top - bottom))
  /** Gaps (null) lift the pen. */
  const line = (values: (number | null)[]) => {
    let path = ''
    let down = false
    values.forEach((value, index) => {
      if (value === null) {
        down = false
        return
      }
      path += `${down ? 'L' : 'M'}${x(index)} ${y(value)}`
      down = true
    })
    return path
  }
  const area = (values: number[]) =>
    values.length === 0 ? '' : `${line(values)}L${x(values.length - 1)} ${y(0)}L${x(0)} ${y(0)}Z`
  const index = (px: number) =>
    count === 0 ? null : Math.min(count - 1, Math.max(0, Math.round(((px - left) / inner) * (count - 1))))
  return { x, y, line, area, index }
}

interface EndLabel {
  key: string
  text: string
  y: number
}

/** Pushes end labels apart so that none covers another. */
export function spreadLabels(labels: (EndLabel | null)[], gap: number, lowest: number): EndLabel[] {
  const sorted = labels.filter((label) => label !== null).sort((a, b) => a.y - b.y)
  let previous = Number.NEGATIVE_INFINITY
  const pushed = sorted.map((label) => {
    previous = Math.max(label.y, previous + gap)
    return { ...label, y: previous }
  })
  let limit = lowest
  for (const label of [...pushed].reverse()) {
    label.y = Math.min(label.y, limit)
    limit = label.y - gap
  }
  return pushed
}

const round = (value: number) => Math.round(value * 10) / 10
