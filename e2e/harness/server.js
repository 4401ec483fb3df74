import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root, startJava } from './process.js'

export const secretKey = 'kk_for-the-journeys-only'

/**
 * The built jar on a free port, with nothing in it; with `data` and `port` of one that ended, that one again.
 */
export async function startServer({ smtp, data = mkdtempSync(join(tmpdir(), 'kundig-e2e-')), port = 0 }) {
  const java = await startJava(
    'server',
    ['-jar', process.env.KUNDIG_JAR ?? join(root, 'target', 'kundig.jar')],
    {
      KUNDIG_PORT: String(port),
      KUNDIG_DATA: data,
      KUNDIG_SMTP_URL: smtp,
      KUNDIG_SANDBOX: 'true',
      KUNDIG_API_KEY: secretKey,
    },
    /Create the owner[^\n]*?: (\S+)\/setup\?token=(\S+)\s/,
  )
  const [, url, token] = java.line

  const api = (method, path, body) => call(method, `/api/v1${path}`, body)

  async function call(method, path, body) {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return text ? JSON.parse(text) : null
  }

  return {
    url,
    ownerLink: `${url}/setup?token=${token}`,
    get: (path) => api('GET', path),
    put: (path, body) => api('PUT', path, body),
    post: (path, body) => api('POST', path, body),
    track: (message) => call('POST', '/v1/track', message),
    /** Everything that became due meanwhile has happened when this returns. */
    advance: (duration) => api('POST', '/sandbox/clock', { advance: duration }),
    profileOf: async (email) => (await api('GET', `/profiles?email=${encodeURIComponent(email)}`)).items[0],
    stop: java.stop,
    /** As the machine would end it; starts again with the same data under the same address. */
    kill: java.kill,
    again: () => startServer({ smtp, data, port: Number(new URL(url).port) }),
  }
}
