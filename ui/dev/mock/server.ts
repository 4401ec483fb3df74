import { existsSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Plugin } from 'vite'

/** What a mock route gets; `fail` answers with a problem. */
export interface Call {
  params: Record<string, string>
  query: URLSearchParams
  body: Record<string, unknown>
}

export class Failure {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly extra: Record<string, unknown> = {},
  ) {}
}

type Handler = (call: Call) => unknown
export type Routes = Record<string, Handler>

const files = [
  'accounts',
  'reporting',
  'profiles',
  'flows',
  'messaging',
  'ingest',
  'sources',
  'templates',
  'drilldowns',
  'catalog',
  'segments',
]

/** Answers /api/v1 from the files beside this one, for development without a server. Each file exports `routes`. */
export function mockServer(): Plugin {
  return {
    name: 'kundig-mock',
    configureServer(server) {
      server.middlewares.use('/api/v1', async (request, response) => {
        const routes: Routes = {}
        for (const file of files.filter((name) => existsSync(`dev/mock/${name}.ts`))) {
          const module = await server.ssrLoadModule(`/dev/mock/${file}.ts`)
          Object.assign(routes, module.routes)
        }
        await answer(routes, request, response)
      })
    },
  }
}

async function answer(routes: Routes, request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url ?? '/', 'http://mock')
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  const json = (request.headers['content-type'] ?? '').includes('json')
  const found = match(routes, request.method ?? 'GET', url.pathname)
  const send = (status: number, content: unknown) => {
    response.statusCode = status
    response.setHeader('Content-Type', 'application/json')
    response.end(content === undefined ? '' : JSON.stringify(content))
  }
  if (!found) return send(404, { type: 'about:blank', title: 'Not found', status: 404 })
  await new Promise((resolve) => setTimeout(resolve, Number(process.env.KUNDIG_MOCK_DELAY ?? 60)))
  const body = json && text ? JSON.parse(text) : {}
  const result = await found.handler({ params: found.params, query: url.searchParams, body })
  // Not `instanceof`: the files beside this one are loaded anew and bring their own class.
  if (isFailure(result)) {
    return send(result.status, {
      type: 'about:blank',
      title: result.title,
      status: result.status,
      ...result.extra,
    })
  }
  return send(result === undefined ? 204 : 200, result)
}

const isFailure = (result: unknown): result is Failure =>
  typeof result === 'object' && result !== null && 'extra' in result && 'title' in result

function match(routes: Routes, method: string, path: string) {
  for (const [key, handler] of Object.entries(routes)) {
    const [verb, pattern] = key.split(' ')
    if (verb !== method || !pattern) continue
    const names: string[] = []
    const regex = new RegExp(
      `^${pattern.replace(/\{(\w+)\}/g, (_, name: string) => {
        names.push(name)
        return '([^/]+)'
      })}$`,
    )
    const hit = regex.exec(path)
    if (hit) {
      const params = Object.fromEntries(
        names.map((name, index) => [name, decodeURIComponent(hit[index + 1] ?? '')]),
      )
      return { handler, params }
    }
  }
  return null
}
