import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './process.js'

const guide = join(root, 'docs', 'guide')

/** What stands in the guide's fenced blocks: `{ page, line, kind, text }`, in the order of the pages. */
export function examples(language) {
  return readdirSync(join(guide, language))
    .filter((page) => page.endsWith('.md'))
    .sort()
    .flatMap((page) => blocks(`${language}/${page}`, readFileSync(join(guide, language, page), 'utf8')))
}

function blocks(page, text) {
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    page,
    line: text.slice(0, match.index).split('\n').length,
    kind: kindOf(match[1], match[2]),
    text: match[2],
  }))
}

/**
 * `module`: a file that the reader saves; `record`: what is sent to a shop's connection, or an event;
 * `operator`: how the server is started or what stands before it, which no journey can try.
 */
function kindOf(label, text) {
  if (label === 'js') return 'node'
  if (label === 'javascript') return 'module'
  if (label === 'json') return 'record'
  if (label === 'html') return 'page'
  if (text.startsWith('curl ')) return 'curl'
  if (/^(KUNDIG_\w+=\S+ )?bin\/run\b|^location \//.test(text)) return 'operator'
  return 'unknown'
}
