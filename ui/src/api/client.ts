/** What the server says went wrong (RFC 9457), or that it could not be reached (`status` 0). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string | null,
    readonly type: string,
    readonly errorId: string | null,
    readonly errors: readonly FieldProblem[],
    /** Seconds until another try makes sense (429, 503). */
    readonly retryAfter: number | null,
    /** All that the server said, for what only one page understands. */
    readonly content: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail ?? title)
  }
}

export interface FieldProblem {
  path: string
  /** Stable, such as `vat_digits_missing`; `invalid` where the server has only a sentence. */
  code: string
  /** The server's English sentence. */
  message: string
  facts: Record<string, unknown>
}

export interface Page<T> {
  items: T[]
  next: string | null
}

type Query = Record<string, string | number | boolean | null | undefined>

interface Options {
  query?: Query
  body?: unknown
  signal?: AbortSignal
  /** Set where asking twice does no harm: the server need not remember it. */
  repeatable?: boolean
}

const base = '/api/v1'

export const get = <T>(path: string, query?: Query, signal?: AbortSignal) =>
  request<T>('GET', path, { query, signal })

export const post = <T>(path: string, body?: unknown, signal?: AbortSignal) =>
  request<T>('POST', path, { body, signal })
/** A question that is too long for an address. */
export const ask = <T>(path: string, body: unknown, signal?: AbortSignal) =>
  request<T>('POST', path, { body, signal, repeatable: true })

export const put = <T>(path: string, body?: unknown) => request<T>('PUT', path, { body })
export const patch = <T>(path: string, body?: unknown) => request<T>('PATCH', path, { body })
export const remove = <T = void>(path: string) => request<T>('DELETE', path, {})

/** The address of a file or page the browser opens itself (CSV, error file). */
export function address(path: string, query?: Query): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return base + path + (text ? `?${text}` : '')
}

async function request<T>(
  method: string,
  path: string,
  { query, body, signal, repeatable }: Options,
): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json' }
  if (method !== 'GET') {
    headers['X-XSRF-TOKEN'] = cookie('XSRF-TOKEN') ?? ''
    if (method === 'POST' && !repeatable) headers['Idempotency-Key'] = randomKey()
  }
  let payload: BodyInit | undefined
  if (body instanceof FormData) {
    payload = body
  } else if (body !== undefined) {
    headers['Content-Type'] = 'application/json'
    payload = JSON.stringify(body)
  }
  let response: Response
  try {
    response = await fetch(address(path, query), {
      method,
      headers,
      body: payload,
      signal,
      credentials: 'same-origin',
    })
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new Problem(0, 'unreachable', null, 'about:blank', null, [], null)
  }
  if (!response.ok) throw await problem(response)
  if (response.status === 204) return undefined as T
  if (response.headers.get('Content-Type') === 'application/zip') return (await response.blob()) as T
  const text = await response.text()
  return (text ? JSON.parse(text) : undefined) as T
}

async function problem(response: Response): Promise<Problem> {
  let content: Record<string, unknown> = {}
  try {
    content = await response.json()
  } catch {
    // a proxy's HTML page, or nothing: the status has to do
  }
  const retry = Number(response.headers.get('Retry-After'))
  return new Problem(
    response.status,
    String(content.title ?? response.statusText),
    content.detail ? String(content.detail) : null,
    String(content.type ?? 'about:blank'),
    content.errorId ? String(content.errorId) : null,
    fieldProblems(content),
    Number.isFinite(retry) && retry > 0 ? retry : null,
    content,
  )
}

function fieldProblems(content: Record<string, unknown>): FieldProblem[] {
  if (Array.isArray(content.errors)) {
    return content.errors.map((error) => ({ code: 'invalid', facts: {}, ...error }))
  }
  if (typeof content.field !== 'string') return []
  const message = [content.detail, content.remedy].filter(Boolean).join(' ')
  return [{ path: content.field, code: 'invalid', message, facts: {} }]
}

function cookie(name: string): string | null {
  const found = document.cookie.split('; ').find((part) => part.startsWith(`${name}=`))
  return found ? decodeURIComponent(found.slice(name.length + 1)) : null
}

/** `crypto.randomUUID` exists only on https and localhost; a shop may well run on plain http inside. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}
