import { describe, expect, it } from 'vitest'
import { niceTicks, plot, spreadLabels } from './line-chart-geometry'

describe('chart geometry', () => {
  it('rounds the axis up so that the highest day fits', () => {
    expect(niceTicks(4312)).toEqual([0, 1500, 3000, 4500])
    expect(niceTicks(0)).toEqual([0, 1])
    expect(niceTicks(0.84).at(-1)).toBeGreaterThanOrEqual(0.84)
  })

  it('lifts the pen over days without a number', () => {
    const { line } = plot({
      width: 100,
      height: 100,
      top: 0,
      bottom: 0,
      left: 0,
      right: 0,
      count: 4,
      max: 10,
    })
    expect(line([1, null, 2, 3]).match(/M/g)).toHaveLength(2)
  })

  it('keeps labels apart and inside', () => {
    const labels = spreadLabels([{ key: 'a', text: '', y: 95 }, { key: 'b', text: '', y: 96 }, null], 16, 100)
    expect(labels.map((label) => label.y)).toEqual([84, 100])
  })
})
