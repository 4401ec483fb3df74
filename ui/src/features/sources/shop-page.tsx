import { Trans, useLingui } from '@lingui/react/macro'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'
import { Loaded } from '../../ui/loaded'
import { Page } from '../../ui/page'
import { SkeletonRows } from '../../ui/skeleton'
import { ShopAwaited } from './shop-awaited'
import { ShopConnect } from './shop-connect'
import { ShopHealth } from './shop-health'
import { connectionsQuery } from './shop-query'

/** The shop systems that tell what happens in them: connect one, and see how it goes. */
export function ShopPage() {
  const { t } = useLingui()
  const connections = useQuery(connectionsQuery)
  const [connecting, setConnecting] = useState(false)
  const some = (connections.data?.items.length ?? 0) > 0
  return (
    <Page
      title={t`Shop-System`}
      sentence={t`Kunden, Bestellungen und Produkte kommen von selbst: erst die Vergangenheit, dann alles Neue.`}
      dismissKey="shop-system"
      width="list"
      actions={
        some &&
        !connecting && (
          <Button icon={IconPlus} onClick={() => setConnecting(true)}>
            <Trans>Weiteren Shop verbinden</Trans>
          </Button>
        )
      }
    >
      {connecting && <ShopConnect onClose={() => setConnecting(false)} />}
      <Loaded query={connections} skeleton={<SkeletonRows rows={4} height={56} />}>
        {({ items }) =>
          items.length === 0
            ? !connecting && (
                <EmptyState
                  title={t`Verbinde deinen Shop`}
                  action={
                    <Button variant="primary" onClick={() => setConnecting(true)}>
                      <Trans>Shop verbinden</Trans>
                    </Button>
                  }
                >
                  <Trans>
                    Fünf Minuten, ohne Code im Shop: Du legst dort Schlüssel an und kopierst sie hierher, oder
                    lädst eine App hoch. Kundig holt dann alle Kunden und Bestellungen von früher, ohne dass
                    dadurch Mails entstehen. Was ab dann geschieht, ist nach Sekunden hier.
                  </Trans>
                </EmptyState>
              )
            : items.map((connection) =>
                connection.state === 'awaited' ? (
                  <ShopAwaited key={connection.id} connection={connection} />
                ) : (
                  <ShopHealth key={connection.id} connection={connection} />
                ),
              )
        }
      </Loaded>
    </Page>
  )
}
