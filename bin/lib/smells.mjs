// Prints what deserves a look; never fails. Each line is a question, not a verdict.
// Relies on the formatter: members are indented by two, nested members by four.
import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const FILE_LINES = 250
const METHOD_LINES = 40
const PARAMETERS = 7
const PUBLIC_SHARE = 0.4
const REPEATED_LINES = 10
const SHOWN = 15
const MAIN = 'src/main/java/io/kundig'

const questions = []
const java = files('src', /\.java$/)
const all = [...java, ...files('ui/src', /\.(ts|tsx)$/), ...files('snippet/src', /\.ts$/)]
const texts = new Map(all.map((file) => [file, readFileSync(file, 'utf8')]))

longFiles()
longMethods()
wideConstructors()
openModules()
newEdges()
repeatedCode()
print()

function longFiles() {
  for (const [file, text] of texts) {
    const lines = text.split('\n').length
    if (lines > FILE_LINES) ask(`file over ${FILE_LINES} lines`, `${file} (${lines})`)
  }
}

function longMethods() {
  for (const file of java) {
    const lines = texts.get(file).split('\n')
    for (let i = 0; i < lines.length; i++) {
      const start = /^( {2}| {4})(?=\S)(?!.*\b(class|record|interface|enum)\b).*\{$/.exec(lines[i])
      if (!start || !lines.slice(Math.max(0, i - 12), i + 1).some((line) => line.includes('('))) continue
      const end = lines.indexOf(`${start[1]}}`, i)
      if (end - i > METHOD_LINES) ask(`method over ${METHOD_LINES} lines`, `${file}:${i + 1} (${end - i})`)
    }
  }
}

function wideConstructors() {
  for (const file of java) {
    const name = file.replace(/.*\/|\.java$/g, '')
    const found = new RegExp(`^ +(?:public |private )?${name}\\(([^)]*)\\)`, 'm').exec(texts.get(file))
    const count = found?.[1].trim() ? found[1].split(/,(?![^<]*>)/).length : 0
    if (count > PARAMETERS) ask(`constructor over ${PARAMETERS} parameters`, `${file} (${count})`)
  }
}

function openModules() {
  for (const module of readdirSync(MAIN).filter((name) => statSync(join(MAIN, name)).isDirectory())) {
    if (module === 'shared') continue
    const types = java.filter((file) => file.startsWith(`${MAIN}/${module}/`) && !file.endsWith('package-info.java'))
    const open = types.filter((file) => /^public /m.test(texts.get(file)))
    if (types.length > 4 && open.length / types.length > PUBLIC_SHARE) {
      ask(`module with over ${PUBLIC_SHARE * 100} % public types`, `${module} (${open.length} of ${types.length})`)
    }
  }
}

function newEdges() {
  const base = git('rev-list', '-n1', '--before=1 day ago', 'HEAD').trim()
  if (!base) return
  const before = edges(git('grep', '^import ', base, '--', MAIN))
  const now = edges(git('grep', '--untracked', '^import ', '--', MAIN))
  for (const edge of now) if (!before.has(edge)) ask('new edge between modules', edge)
}

function edges(imports) {
  const found = new Set()
  for (const line of imports.split('\n')) {
    const edge = /io\/kundig\/(\w+)\/.*import (?:static )?io\.kundig\.(\w+)\./.exec(line)
    if (edge && edge[1] !== edge[2]) found.add(`${edge[1]} → ${edge[2]}`)
  }
  return found
}

function repeatedCode() {
  const seen = new Map()
  for (const [file, text] of texts) {
    if (file.endsWith('package-info.java')) continue
    const lines = text
      .split('\n')
      .map((line, index) => ({ text: line.trim(), at: index + 1 }))
      .filter((line) => line.text.length > 2 && !/^(import|package|\/\/|\*|@)/.test(line.text))
    let quietUntil = 0
    for (let i = 0; i + REPEATED_LINES <= lines.length; i++) {
      const key = lines.slice(i, i + REPEATED_LINES).map((line) => line.text).join('\n')
      const other = seen.get(key)
      if (other && i >= quietUntil) {
        ask('repeated code', `${file}:${lines[i].at} and ${other}`)
        quietUntil = i + REPEATED_LINES
      }
      if (!other) seen.set(key, `${file}:${lines[i].at}`)
    }
  }
}

function ask(what, where) {
  questions.push({ what, where })
}

function print() {
  if (questions.length) console.log('to look at:')
  const kinds = grouped()
  for (const [what, all] of kinds) {
    console.log(`  ${what}:`)
    for (const { where } of all.slice(0, SHOWN)) console.log(`    ${where}`)
    if (all.length > SHOWN) console.log(`    and ${all.length - SHOWN} more`)
  }
}

function grouped() {
  const kinds = new Map()
  for (const question of questions) kinds.set(question.what, [...(kinds.get(question.what) ?? []), question])
  return kinds
}

function git(...args) {
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return ''
  }
}

function files(folder, pattern) {
  try {
    return readdirSync(folder, { recursive: true })
      .map((name) => join(folder, name))
      .filter((name) => pattern.test(name) && !/node_modules|locales|schema\.d\.ts$/.test(name))
      .sort()
  } catch {
    return []
  }
}
