import { Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useFormat } from '../../ui/format-context'
import { useRfmWords } from '../../words/rfm-words'
import type { LeafOf, Rfm, RfmGroup } from './condition'
import { ChecksEditor, Stack } from './editors'
import { type Extra, MoreToken } from './part-editors'
import { InShop, Listed } from './sentence-parts'
import { Editable, Op, Val } from './token'
import { useVocabulary } from './vocabulary'

interface Props<L> {
  leaf: L
  onChange: (leaf: L) => void
}

type Score = 'r' | 'f' | 'm'

const groups: RfmGroup[] = ['champions', 'loyal', 'recent', 'needs_attention', 'at_risk', 'inactive']
const scores: Score[] = ['r', 'f', 'm']

/** "gehören zur RFM-Gruppe Spitzenkunden oder Treue, und zwar mit Häufigkeit 3" */
export function RfmSentence({ leaf, onChange }: Props<Rfm>) {
  const { t } = useLingui()
  const { shops } = useVocabulary()
  const names = useScoreNames()
  const given = scores.filter((score) => leaf[score])
  const shown = given.map((score) => <ScoreToken key={score} score={score} leaf={leaf} onChange={onChange} />)
  const extras: Extra[] = [
    ...(leaf.groups
      ? []
      : [{ key: 'groups', label: t`RFM-Gruppe`, add: () => onChange({ ...leaf, groups: ['champions'] }) }]),
    ...scores
      .filter((score) => !leaf[score])
      .map((score) => ({ key: score, label: names[score], add: () => onChange({ ...leaf, [score]: [3] }) })),
    ...shopExtra(t`Nur in einem Shop`, shops[1] && !leaf.shop ? shops[0]?.id : undefined, (shop) =>
      onChange({ ...leaf, shop }),
    ),
  ]
  return (
    <>
      <InShop
        shop={leaf.shop}
        onChange={(shop) => {
          const { shop: _, ...rest } = leaf
          onChange(shop ? { ...rest, shop } : rest)
        }}
      >
        <RfmParts scores={shown} groups={leaf.groups && <GroupsToken leaf={leaf} onChange={onChange} />} />
      </InShop>{' '}
      <MoreToken extras={extras} />
    </>
  )
}

const shopExtra = (label: string, shop: number | undefined, add: (shop: number) => void): Extra[] =>
  shop === undefined ? [] : [{ key: 'shop', label, add: () => add(shop) }]

function RfmParts({ groups: named, scores: shown }: { groups: ReactNode; scores: ReactNode[] }) {
  const listed = <Listed items={shown} />
  if (!named) {
    return (
      <Trans>
        haben <Op>unter allen Käufern</Op> {listed}
      </Trans>
    )
  }
  return shown.length === 0 ? (
    <Trans>
      gehören zur <Op>RFM-Gruppe</Op> {named}
    </Trans>
  ) : (
    <Trans>
      gehören zur <Op>RFM-Gruppe</Op> {named} und haben {listed}
    </Trans>
  )
}

function GroupsToken({ leaf, onChange }: Props<Rfm>) {
  const { t } = useLingui()
  const format = useFormat()
  const words = useRfmWords()
  const chosen = groups.filter((group) => leaf.groups?.includes(group))
  return (
    <Editable
      label={t`RFM-Gruppe`}
      field="groups"
      editor={
        <Stack>
          <ChecksEditor<RfmGroup>
            label={t`RFM-Gruppe`}
            value={chosen}
            options={groups.map((group) => ({ value: group, label: words.group(group) }))}
            onChange={(next) => onChange({ ...leaf, groups: next })}
          />
          <Compared currency={leaf.currency} onChange={(currency) => onChange({ ...leaf, currency })} />
        </Stack>
      }
    >
      {chosen.length ? (
        <Val>{format.either(chosen.map(words.group))}</Val>
      ) : (
        <Val empty>
          <Trans>Gruppe wählen</Trans>
        </Val>
      )}
    </Editable>
  )
}

function useScoreNames(): Record<Score, string> {
  const { t } = useLingui()
  return { r: t`Aktualität`, f: t`Häufigkeit`, m: t`Ausgaben` }
}

function ScoreToken({ score, leaf, onChange }: Props<Rfm> & { score: Score }) {
  const { t } = useLingui()
  const format = useFormat()
  const names = useScoreNames()
  const value = leaf[score] ?? []
  const change = (next: number[]) => {
    const { [score]: _, ...rest } = leaf
    const other = rest.groups || scores.some((one) => one !== score && leaf[one])
    onChange(next.length === 0 && other ? rest : { ...rest, [score]: next.sort() })
  }
  return (
    <Editable
      label={names[score]}
      field={score}
      editor={
        <Stack>
          <ChecksEditor
            label={names[score]}
            value={value.map(String)}
            options={[
              { value: '3', label: t`3 – bestes Drittel` },
              { value: '2', label: t`2 – mittleres Drittel` },
              { value: '1', label: t`1 – letztes Drittel` },
            ]}
            onChange={(next) => change(next.map(Number))}
          />
          <Compared currency={leaf.currency} onChange={(currency) => onChange({ ...leaf, currency })} />
        </Stack>
      }
    >
      <ScoreWords name={names[score]} values={value.length ? format.either(value.map(String)) : null} />
    </Editable>
  )
}

function ScoreWords({ name, values }: { name: string; values: string | null }) {
  if (values === null)
    return (
      <Val empty>
        <Trans>{name} wählen</Trans>
      </Val>
    )
  return (
    <Val>
      {name} {values}
    </Val>
  )
}

/** With whom somebody is compared, and in which money. */
function Compared({ currency, onChange }: { currency: string; onChange: (currency: string) => void }) {
  const { t } = useLingui()
  return (
    <>
      <TextInput
        size="xs"
        label={t`Währung`}
        value={currency}
        maxLength={3}
        onChange={(event) => onChange(event.currentTarget.value.toUpperCase())}
      />
      <p className="label t3">
        <Trans>
          Die Grenzen werden jede Nacht neu bestimmt, ab 36 Käufern. Die eigenen Bestellungen zählen sofort.
        </Trans>
      </p>
    </>
  )
}

const tenths = Array.from({ length: 10 }, (_, index) => index + 1)

/** "gehören nach Umsatz zu den besten 20 % aller Käufer" */
export function DecileSentence({ leaf, onChange }: Props<LeafOf<'value_decile'>>) {
  const { t } = useLingui()
  const name = useTenthName()
  const { shops } = useVocabulary()
  const which = (said: ReactNode) => (
    <Editable
      label={t`Zehntel`}
      field="in"
      editor={
        <Stack>
          <ChecksEditor
            label={t`Zehntel`}
            value={leaf.in.map(String)}
            options={tenths.map((tenth) => ({ value: String(tenth), label: name(tenth) }))}
            onChange={(next) => onChange({ ...leaf, in: next.map(Number).sort((a, b) => a - b) })}
          />
          <Compared currency={leaf.currency} onChange={(currency) => onChange({ ...leaf, currency })} />
        </Stack>
      }
    >
      {said}
    </Editable>
  )
  return (
    <>
      <InShop
        shop={leaf.shop}
        onChange={(shop) => {
          const { shop: _, ...rest } = leaf
          onChange(shop ? { ...rest, shop } : rest)
        }}
      >
        <DecileParts of={leaf.in} which={which} />
      </InShop>{' '}
      <MoreToken
        extras={shopExtra(t`Nur in einem Shop`, shops[1] && !leaf.shop ? shops[0]?.id : undefined, (shop) =>
          onChange({ ...leaf, shop }),
        )}
      />
    </>
  )
}

function useTenthName() {
  const { t } = useLingui()
  return (tenth: number) => {
    switch (tenth) {
      case 1:
        return t`1. – das beste`
      case 10:
        return t`10. – das letzte`
      default:
        return t`${tenth}. Zehntel`
    }
  }
}

function DecileParts({ of, which }: { of: number[]; which: (said: ReactNode) => ReactNode }) {
  const format = useFormat()
  const best = of.every((tenth, index) => tenth === index + 1)
  if (of.length === 0) {
    const none = which(
      <Val empty>
        <Trans>Zehntel wählen</Trans>
      </Val>,
    )
    return <Trans>gehören nach Umsatz zu diesem Teil aller Käufer: {none}</Trans>
  }
  if (best) {
    const percent = format.number(of.length * 10)
    const share = which(
      <Val>
        <Trans>besten {percent} %</Trans>
      </Val>,
    )
    return (
      <Trans>
        gehören <Op>nach Umsatz</Op> zu den {share} aller Käufer
      </Trans>
    )
  }
  const numbers = which(<Val>{format.either(of.map(String))}</Val>)
  return (
    <Trans>
      gehören <Op>nach Umsatz</Op> zum Zehntel {numbers} aller Käufer
    </Trans>
  )
}
