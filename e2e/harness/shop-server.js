import { Analytics } from '@segment/analytics-node'

/** A shop's own server with the official Segment client, nothing changed but its host. */
export function shopServer(url, writeKey) {
  const failures = []
  const client = new Analytics({ host: url, writeKey, flushAt: 1, maxRetries: 1 })
  client.on('error', (error) => failures.push(error))
  const sent = (call) => new Promise((resolve, reject) => call((error) => (error ? reject(error) : resolve())))
  return {
    failures,
    identify: (message) => sent((done) => client.identify(message, done)),
    page: (message) => sent((done) => client.page(message, done)),
    track: (message) => sent((done) => client.track(message, done)),
    close: () => client.closeAndFlush(),
  }
}
