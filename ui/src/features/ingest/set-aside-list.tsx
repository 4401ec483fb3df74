import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Button } from '../../ui/button'
import { ErrorState } from '../../ui/error-state'
import { Section } from '../../ui/page'
import { toast } from '../../ui/toast'
import { When } from '../../ui/when'
import classes from './live-page.module.css'
import { setAsideQuery, useReplay } from './live-query'

/** What broke and was laid aside: nothing is lost, each can be tried again. */
export function SetAsideList() {
  const { t } = useLingui()
  const { data } = useQuery(setAsideQuery)
  const replay = useReplay()
  if (!data || data.items.length === 0) return null
  return (
    <Section title={t`Beiseitegelegt`} count={data.items.length}>
      <p className={classes.intro}>
        <Trans>
          Diese Meldungen ließen sich nicht speichern. Sie halten nichts auf und gehen nicht verloren: Ist die
          Ursache behoben, versuche sie noch einmal.
        </Trans>
      </p>
      {replay.error && <ErrorState error={replay.error} small />}
      <ul>
        {data.items.map((item) => (
          <li key={item.id} className={classes.aside}>
            <details>
              <summary>
                <span className="b">{item.reason}</span> <When at={item.at} className="t3" />
              </summary>
              <pre className={classes.body}>{item.body}</pre>
            </details>
            <Button
              size="small"
              loading={replay.isPending && replay.variables === item.id}
              onClick={() => replay.mutate(item.id, { onSuccess: () => toast(t`Angenommen.`) })}
            >
              <Trans>Noch einmal versuchen</Trans>
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  )
}
