import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
const grave = ['serious', 'critical']

/** What on a page some people can hardly read or use: one line for each element, in axe's words. */
export async function barriersOn(page) {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }))
  const { width } = page.viewportSize()
  return violations
    .filter(({ impact }) => grave.includes(impact))
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => ({ id, html, failureSummary })))
    .map(({ id, html, failureSummary }) => `${page.url()} at ${width}: ${id}: ${html} ${failureSummary}`)
}
