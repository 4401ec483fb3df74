// Pictures of pages for looking at: node dev/shoot.mjs http://127.0.0.1:5173 out / /customers --dark --phone --en --full
import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'

const [base, out, ...rest] = process.argv.slice(2)
const flag = (name) => rest.includes(`--${name}`)
const paths = rest.filter((item) => item.startsWith('/'))
const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

mkdirSync(out, { recursive: true })
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
})
for (const phone of flag('both') ? [false, true] : [flag('phone')]) {
  for (const dark of flag('themes') ? [false, true] : [flag('dark')]) {
    const context = await browser.newContext({
      viewport: phone
        ? { width: 390, height: 844 }
        : { width: 1440, height: Number(process.env.HEIGHT ?? 1000) },
      deviceScaleFactor: phone ? 2 : 1,
      isMobile: phone,
      hasTouch: phone,
      colorScheme: dark ? 'dark' : 'light',
      locale: flag('en') ? 'en-GB' : 'de-DE',
    })
    const page = await context.newPage()
    page.on('console', (message) => message.type() === 'error' && console.log(`  console: ${message.text()}`))
    page.on('pageerror', (error) => console.log(`  error: ${error.message}`))
    for (const path of paths) {
      await page.goto(base + path)
      await page.waitForLoadState('networkidle').catch(() => {})
      await page.evaluate(() => document.fonts.ready)
      await page.waitForTimeout(400)
      const name = `${path.replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'start'}-${dark ? 'dark' : 'light'}-${phone ? 390 : 1440}${flag('en') ? '-en' : ''}`
      await page.screenshot({ path: `${out}/${name}.png`, fullPage: phone || flag('full') })
      if (flag('axe')) {
        await page.addScriptTag({ path: axeSource })
        const { violations } = await page.evaluate(() =>
          window.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }),
        )
        for (const violation of violations) {
          console.log(
            `  axe ${name}: ${violation.id} × ${violation.nodes.length}: ${violation.nodes[0]?.target} ${violation.nodes[0]?.failureSummary?.split('\n')[1] ?? ''}`,
          )
        }
      }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1)
      console.log(`${name}${wide ? '  WIDER THAN THE WINDOW' : ''}`)
    }
    await context.close()
  }
}
await browser.close()
