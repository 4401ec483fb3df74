import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** A shop's pages on an origin of their own; `strict` is the policy they are sent with. */
export async function startSite() {
  const files = new Map()
  const server = createServer((request, response) => {
    const path = request.url.split('?')[0]
    const file = files.get(path)
    if (!file) return response.writeHead(path === '/favicon.ico' ? 204 : 404).end()
    response.writeHead(200, {
      'content-type': path.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8',
      ...(file.policy && { 'content-security-policy': file.policy }),
    })
    response.end(file.body)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    add: (path, body, policy) => files.set(path, { body, policy }),
    stop: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(done)
      }),
  }
}

const root = fileURLToPath(new URL('..', import.meta.url))

/** What a shop's own build makes of code that imports packages. */
export async function bundled(code) {
  const { output } = await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === 'entry' ? `${root}entry.js` : undefined),
        load: (id) => (id === `${root}entry.js` ? code : undefined),
      },
    ],
    build: {
      write: false,
      rollupOptions: { input: 'entry', output: { codeSplitting: false } },
    },
  })
  return output[0].code
}
