import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { chromium } from 'playwright-core'

const dist = new URL('../dist/', import.meta.url)

/** As strict as a shop may be: nothing inline, nothing from elsewhere but this server. */
export const strictPolicy = (crm) =>
  `default-src 'none'; script-src 'self' ${crm}; connect-src ${crm}; style-src 'self'; img-src 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types kundig`

/**
 * A shop on one origin, and on another a server that gives out the built scripts and keeps what it is sent.
 * The shop's pages are those set with `page`; their scripts are files, as under a strict policy.
 */
export async function openShop() {
  const pages = new Map()
  const bodies = []
  const forms = []
  const crm = await listen((request, response) => {
    const path = request.url.split('?')[0]
    if (request.method === 'OPTIONS') preflights.push(path)
    if (request.method === 'POST') {
      let text = ''
      request.on('data', (chunk) => {
        text += chunk
      })
      request.on('end', () => {
        const status = state.answers.shift() ?? 200
        if (path === '/v1/batch') bodies.push({ status, ...JSON.parse(text) })
        else forms.push(Object.fromEntries(new URLSearchParams(text)))
        response.writeHead(status, { 'access-control-allow-origin': '*' })
        response.end('{"success":true}')
      })
      return
    }
    try {
      response.writeHead(200, { 'content-type': 'text/javascript' })
      const file = path.startsWith('/analytics.js/') ? '/kundig.js' : path
      response.end(readFileSync(new URL(`.${file}`, dist)))
    } catch {
      response.writeHead(404)
      response.end()
    }
  })
  const preflights = []
  const state = { answers: [] }
  const shop = await listen((request, response) => {
    const path = request.url.split('?')[0]
    const found = pages.get(path)
    if (!found) {
      response.writeHead(path === '/favicon.ico' ? 204 : 404)
      return response.end()
    }
    response.writeHead(200, {
      'content-type': path.endsWith('.js')
        ? 'text/javascript'
        : path.endsWith('.json')
          ? 'application/json'
          : 'text/html; charset=utf-8',
      'content-security-policy': strictPolicy(crm.url),
      ...found.headers,
    })
    response.end(found.body)
  })
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })

  return {
    crm: crm.url,
    url: shop.url,
    bodies,
    forms,
    preflights,
    /** Statuses of the next answers; 200 after them. */
    answer: (...statuses) => {
      state.answers = statuses
    },
    /** All that was sent and accepted, each message once. */
    messages: () => {
      const taken = bodies.filter((body) => body.status === 200).flatMap((body) => body.batch)
      return [...new Map(taken.map((message) => [message.messageId, message])).values()]
    },
    names: function () {
      return this.messages().map((message) => message.event ?? message.type)
    },
    file: (path, body, headers) => pages.set(path, { body, headers }),
    page: (path, { tag = '', head = '', body = '', headers } = {}) =>
      pages.set(path, {
        headers,
        body: `<!doctype html><html lang="de"><head><title>Shop ${path}</title>${head}<script async src="${crm.url}/kundig.js?key=wk_test" ${tag}></script></head><body>${body}</body></html>`,
      }),
    forget: () => {
      bodies.length = 0
      forms.length = 0
      preflights.length = 0
      state.answers = []
      pages.clear()
    },
    visitor: async (options) => {
      const context = await browser.newContext({
        baseURL: shop.url,
        locale: 'de-DE',
        reducedMotion: 'reduce',
        ...options,
      })
      context.setDefaultTimeout(10_000)
      const page = await context.newPage()
      const complaints = []
      page.on('pageerror', (error) => complaints.push(`${error}`))
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
      return {
        context,
        page,
        complaints,
        ready: () => page.waitForFunction(() => window.kundig && !Array.isArray(window.kundig)),
      }
    },
    close: async () => {
      await browser.close()
      await Promise.all([crm.close(), shop.close()])
    },
  }
}

function listen(handle) {
  return new Promise((resolve) => {
    const server = createServer(handle)
    server.listen(0, '127.0.0.1', () =>
      resolve({
        url: `http://127.0.0.1:${server.address().port}`,
        close: () =>
          new Promise((done) => {
            server.closeAllConnections()
            server.close(done)
          }),
      }),
    )
  })
}

/** Waits until it holds; `what` says what did not come. */
export async function until(what, holds, patience = 8_000) {
  const end = Date.now() + patience
  while (Date.now() < end) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`did not come: ${what}`)
}

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** All that a page may have kept. */
export const kept = (page) =>
  page.evaluate(async () => ({
    cookie: document.cookie,
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases: (await indexedDB.databases()).length,
  }))

export const nothing = { cookie: '', local: {}, session: {}, databases: 0 }
