import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { barriersOn } from './accessibility.js'
import { output } from './process.js'

const desk = { width: 1440, height: 900 }
const phone = { width: 390, height: 844 }

/** A German visitor's browser. Pages that complain in the console are wrong, and so are those with barriers. */
export async function openBrowser(baseURL) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })
  const complaints = []
  const barriers = []
  async function visitor() {
    const context = await browser.newContext({
      baseURL,
      locale: 'de-DE',
      timezoneId: 'Europe/Berlin',
      viewport: desk,
      colorScheme: 'light',
      reducedMotion: 'reduce',
    })
    context.setDefaultTimeout(30_000)
    const page = await context.newPage()
    page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error}`))
    page.on('console', (message) => {
      const refused = message.text().startsWith('Failed to load resource')
      if (message.type() === 'error' && !refused) complaints.push(`${page.url()}: ${message.text()} ${message.location().url}`)
    })
    page.on('response', async (response) => {
      const status = response.status()
      const asksAgain = status === 409 && response.url().includes('/segments/')
      if (status < 400 || status === 401 || asksAgain) return
      const place = `${page.url()}: ${response.request().method()} ${response.url()} answered ${status}`
      const at = complaints.push(place) - 1
      const sent = status === 403 ? JSON.stringify(await response.request().allHeaders().catch(() => null)) : ''
      complaints[at] = `${place} ${await response.text().catch(() => '')} ${sent}`
    })
    page.on('requestfailed', (request) => {
      const left = request.failure()?.errorText === 'net::ERR_ABORTED'
      if (!left) complaints.push(`${page.url()}: ${request.url()} ${request.failure()?.errorText}`)
    })
    return page
  }
  async function picture(page, name) {
    mkdirSync(output, { recursive: true })
    await page.screenshot({ path: join(output, `${name}.png`), fullPage: true })
  }
  async function audit(page) {
    barriers.push(...(await barriersOn(page)))
  }
  async function auditAsPhone(page) {
    await page.setViewportSize(phone)
    await audit(page)
    await page.setViewportSize(desk)
  }
  return { visitor, picture, audit, auditAsPhone, complaints, barriers, close: () => browser.close() }
}
