import { useLingui } from '@lingui/react/macro'
import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { CopyButton } from '../../ui/copy-button'
import classes from './client-snippet.module.css'

type Language = 'node' | 'python' | 'php' | 'curl'

/** The few lines that send a first event, with this server's address and the shop's key. */
export function ClientSnippet({ writeKey }: { writeKey: string }) {
  const { t } = useLingui()
  const [language, setLanguage] = useState<Language>('node')
  const code = snippets[language](location.origin, writeKey)
  return (
    <div className={classes.box}>
      <div className={classes.head}>
        <SegmentedControl
          aria-label={t`Sprache des Beispiels`}
          value={language}
          onChange={(value) => setLanguage(value as Language)}
          data={[
            { value: 'node', label: 'Node' },
            { value: 'python', label: 'Python' },
            { value: 'php', label: 'PHP' },
            { value: 'curl', label: 'curl' },
          ]}
        />
        <CopyButton value={code} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre className={classes.code} tabIndex={0}>
        {code}
      </pre>
    </div>
  )
}

const snippets: Record<Language, (host: string, key: string) => string> = {
  node: (host, key) => `import { Analytics } from '@segment/analytics-node'

const analytics = new Analytics({ writeKey: '${key}', host: '${host}' })

analytics.identify({ userId: '20418', traits: { email: 'kim@example.com' } })
analytics.track({
  userId: '20418',
  event: 'Product Added',
  properties: { product_id: 'P1', name: 'Espresso 500 g', price: 14.9, quantity: 1, currency: 'EUR' },
})`,
  python: (host, key) => `import json
from urllib.request import Request, urlopen

def send(call, message):
    headers = {'Authorization': 'Bearer ${key}', 'Content-Type': 'application/json'}
    request = Request('${host}/v1/' + call, json.dumps(message).encode(), headers)
    urlopen(request, timeout=10).close()

send('identify', {'userId': '20418', 'traits': {'email': 'kim@example.com'}})
send('track', {'userId': '20418', 'event': 'Product Added', 'properties': {
    'product_id': 'P1', 'name': 'Espresso 500 g', 'price': 14.9, 'quantity': 1, 'currency': 'EUR',
}})`,
  php: (host, key) => `<?php
function send(string $call, array $message): void
{
    $sent = file_get_contents('${host}/v1/' . $call, false, stream_context_create(['http' => [
        'method' => 'POST',
        'header' => "Authorization: Bearer ${key}\\r\\nContent-Type: application/json",
        'content' => json_encode($message),
        'timeout' => 10,
    ]]));
    if ($sent === false) throw new RuntimeException("$call was not taken");
}

send('identify', ['userId' => '20418', 'traits' => ['email' => 'kim@example.com']]);
send('track', ['userId' => '20418', 'event' => 'Product Added', 'properties' => [
    'product_id' => 'P1', 'name' => 'Espresso 500 g', 'price' => 14.9, 'quantity' => 1, 'currency' => 'EUR',
]]);`,
  curl: (host, key) => `curl -u ${key}: ${host}/v1/track \\
  -H 'Content-Type: application/json' \\
  -d '{"userId": "20418", "event": "Product Added",
       "context": {"traits": {"email": "kim@example.com"}},
       "properties": {"product_id": "P1", "name": "Espresso 500 g", "price": 14.9, "quantity": 1, "currency": "EUR"}}'`,
}
