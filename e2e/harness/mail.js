/** Reads a MIME message as far as journeys need it: headers, the text part, links. */
export function readMail(bytes) {
  const { headers, body } = part(bytes.toString('latin1'))
  const leaves = parts(headers, body)
  const text = leaves.find((leaf) => leaf.type.startsWith('text/plain'))?.text ?? ''
  const html = leaves.find((leaf) => leaf.type.startsWith('text/html'))?.text ?? ''
  return { headers, subject: words(headers.subject ?? ''), text, html, links: [...new Set([...linksOf(text), ...targetsOf(html)])] }
}

function part(source) {
  const end = source.indexOf('\r\n\r\n')
  const headers = {}
  for (const line of source.slice(0, end).replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const colon = line.indexOf(':')
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim()
  }
  return { headers, body: source.slice(end + 4) }
}

function parts(headers, body) {
  const type = headers['content-type'] ?? 'text/plain'
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1]
  if (!boundary) return [{ type, text: decoded(headers['content-transfer-encoding'] ?? '7bit', body) }]
  return body
    .split(`--${boundary}`)
    .slice(1, -1)
    .flatMap((inner) => {
      const found = part(inner.replace(/^\r\n/, ''))
      return parts(found.headers, found.body)
    })
}

function decoded(encoding, body) {
  if (encoding.toLowerCase() === 'base64') return Buffer.from(body, 'base64').toString('utf8')
  if (encoding.toLowerCase() !== 'quoted-printable') return Buffer.from(body, 'latin1').toString('utf8')
  return quotedPrintable(body.replace(/=\r\n/g, ''))
}

const quotedPrintable = (text) =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8')

/** RFC 2047. */
const words = (text) =>
  text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind, inner) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(inner, 'base64').toString('utf8')
        : quotedPrintable(inner.replaceAll('_', ' ')),
    )

const linksOf = (text) => text.match(/https?:\/\/[^\s<>)]+/g) ?? []

const targetsOf = (html) => [...html.matchAll(/href="(https?:[^"]+)"/g)].map(([, url]) => url.replaceAll('&amp;', '&'))
