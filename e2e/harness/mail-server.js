import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readMail } from './mail.js'
import { root, startJava } from './process.js'

/** A real SMTP server, a process of its own; keeps every mail as a file. */
export async function startMailServer() {
  const folder = mkdtempSync(join(tmpdir(), 'kundig-mails-'))
  const java = await startJava(
    'mail-server',
    ['-cp', join(root, 'target', 'test-classes'), 'io.kundig.support.SmtpSink', '--port', '0', '--dir', folder],
    {},
    /listening on port (\d+)/,
  )
  const all = () =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.eml'))
      .sort()
      .map((name) => readMail(readFileSync(join(folder, name))))
  return {
    url: `smtp://127.0.0.1:${java.line[1]}`,
    to: (address) => all().filter((mail) => mail.headers.to.includes(address)),
    stop: java.stop,
  }
}
