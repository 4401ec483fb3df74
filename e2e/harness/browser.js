import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { output } from './process.js'

/** A German visitor's browser. Pages that complain in the console are wrong. */
export async function openBrowser(baseURL) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })
  const complaints = []
  async function visitor() {
    const context = await browser.newContext({
      baseURL,
      locale: 'de-DE',
      timezoneId: 'Europe/Berlin',
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
    })
    context.setDefaultTimeout(30_000)
    const page = await context.newPage()
    page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error}`))
    page.on('console', (message) => {
      const expected = message.text().includes('status of 401')
      if (message.type() === 'error' && !expected) complaints.push(`${page.url()}: ${message.text()} ${message.location().url}`)
    })
    return page
  }
  async function picture(page, name) {
    mkdirSync(output, { recursive: true })
    await page.screenshot({ path: join(output, `${name}.png`), fullPage: true })
  }
  return { visitor, picture, complaints, close: () => browser.close() }
}
