import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const output = join(root, 'target', 'e2e')

const patience = 120_000

/** Starts Java and waits for a line of its output; `line` is the match. */
export async function startJava(name, args, env, expected) {
  mkdirSync(output, { recursive: true })
  const log = createWriteStream(join(output, `${name}.log`))
  const child = spawn(join(javaHome(), 'bin', 'java'), args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  const line = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${name} does not start: see ${join(output, name)}.log`)), patience)
    const read = (chunk) => {
      log.write(chunk)
      text += chunk
      const match = expected.exec(text)
      if (match) {
        clearTimeout(timer)
        resolve(match)
      }
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.on('exit', (code) => reject(new Error(`${name} ended with ${code}: see ${join(output, name)}.log`)))
  })
  return { line, text: () => text, stop: () => stop(child), kill: () => kill(child) }
}

async function kill(child) {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

async function stop(child) {
  if (child.exitCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 30_000)
  await ended
  clearTimeout(timer)
}

function javaHome() {
  const candidates = [process.env.JAVA_HOME, ...installed('/usr/lib/jvm')].filter(Boolean)
  const found = candidates.find((home) => version(home) >= 25)
  if (!found) throw new Error('needs a JDK 25: point JAVA_HOME at it')
  return found
}

const installed = (folder) =>
  existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []

function version(home) {
  const release = join(home, 'release')
  if (!existsSync(release)) return 0
  return Number(/^JAVA_VERSION="(\d+)/m.exec(readFileSync(release, 'utf8'))?.[1] ?? 0)
}
