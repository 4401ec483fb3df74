import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Channel, InFlow, Received } from './condition'
import { OneOf, Stack } from './editors'
import { type Extra, MoreToken } from './part-editors'
import { Picker } from './picker'
import { WhenToken } from './sentence-parts'
import { Editable, Op, useClose, Val } from './token'
import { useVocabulary } from './vocabulary'

interface Props<L> {
  leaf: L
  onChange: (leaf: L) => void
}

/** "sind gerade im Flow Willkommen" */
export function FlowSentence({ leaf, onChange }: Props<InFlow>) {
  const { t } = useLingui()
  const into = leaf.is === 'ever_in' || leaf.is === 'never_in'
  const flow = <FlowToken into={into} flow={leaf.flow} onChange={(next) => onChange(withFlow(leaf, next))} />
  const is = (words: ReactNode) => (
    <Editable
      label={t`Drin oder nicht`}
      field="is"
      editor={
        <OneOf<InFlow['is']>
          label={t`Drin oder nicht`}
          value={leaf.is}
          options={[
            { value: 'in', label: t`sind gerade drin` },
            { value: 'not_in', label: t`sind gerade nicht drin` },
            { value: 'ever_in', label: t`kamen schon einmal hinein` },
            { value: 'never_in', label: t`kamen noch nie hinein` },
          ]}
          onChange={(next) => onChange(withPresence(leaf, next))}
        />
      }
    >
      {words}
    </Editable>
  )
  const when = <WhenToken when={leaf.when} onChange={(next) => onChange({ ...leaf, when: next })} />
  switch (leaf.is) {
    case 'in': {
      const now = is(
        <Trans>
          <Op>gerade in</Op>
        </Trans>,
      )
      return (
        <Trans>
          sind {now} {flow}
        </Trans>
      )
    }
    case 'not_in': {
      const now = is(
        <Trans>
          <Op>gerade nicht in</Op>
        </Trans>,
      )
      return (
        <Trans>
          sind {now} {flow}
        </Trans>
      )
    }
    case 'ever_in': {
      const came = is(
        <Trans>
          <Op>schon einmal</Op>
        </Trans>,
      )
      return (
        <Trans>
          kamen {when} {came} in {flow}
        </Trans>
      )
    }
    case 'never_in': {
      const came = is(
        <Trans>
          <Op>nie</Op>
        </Trans>,
      )
      return (
        <Trans>
          kamen {when} {came} in {flow}
        </Trans>
      )
    }
  }
}

const withFlow = <L extends { flow?: string }>(leaf: L, flow: string): L => {
  const { flow: _, ...rest } = leaf
  return (flow ? { ...rest, flow } : rest) as L
}

const withPresence = ({ when, ...leaf }: InFlow, is: InFlow['is']): InFlow =>
  is === 'in' || is === 'not_in' ? { ...leaf, is } : { ...leaf, is, when: when ?? { type: 'ever' } }

/** "dem Flow „Willkommen“", or after "kamen in": "den Flow „Willkommen“". */
function FlowToken({
  flow,
  into,
  onChange,
}: {
  flow: string | undefined
  into?: boolean
  onChange: (flow: string) => void
}) {
  const { t } = useLingui()
  const { flows } = useVocabulary()
  const name = flows.find((one) => one.value === flow)?.label
  return (
    <Editable
      label={t`Flow`}
      field="flow"
      editor={
        <ClosingPicker
          label={t`Flow`}
          value={flow}
          choices={[{ value: '', label: t`irgendein Flow` }, ...flows]}
          onChange={onChange}
        />
      }
    >
      <Val>
        <FlowName name={flow ? (name ?? '…') : null} into={into} />
      </Val>
    </Editable>
  )
}

function FlowName({ name, into }: { name: string | null; into: boolean | undefined }) {
  if (name === null) return into ? <Trans>irgendeinen Flow</Trans> : <Trans>irgendeinem Flow</Trans>
  return into ? <Trans>den Flow „{name}“</Trans> : <Trans>dem Flow „{name}“</Trans>
}

function ClosingPicker({
  label,
  value,
  choices,
  onChange,
}: {
  label: string
  value: string | undefined
  choices: { value: string; label: string; detail?: string }[]
  onChange: (value: string) => void
}) {
  const close = useClose()
  return (
    <Picker
      label={label}
      choices={choices}
      selected={[value ?? '']}
      onPick={(next) => {
        close()
        onChange(next)
      }}
    />
  )
}

const channels: Channel[] = ['email', 'sms', 'whatsapp', 'push', 'post']

/** "haben in den letzten 30 Tagen die Nachricht „Willkommen“ nicht bekommen" */
export function ReceivedSentence({ leaf, onChange }: Props<Received>) {
  const { t } = useLingui()
  const when = <WhenToken when={leaf.when} onChange={(next) => onChange({ ...leaf, when: next })} />
  const { flows } = useVocabulary()
  const first = flows[0]?.value
  const extras: Extra[] =
    leaf.flow || !first
      ? []
      : [{ key: 'flow', label: t`Aus einem bestimmten Flow`, add: () => onChange({ ...leaf, flow: first }) }]
  const what = <WhatToken leaf={leaf} onChange={onChange} />
  const received = (words: ReactNode) => (
    <Editable
      label={t`Bekommen oder nicht`}
      field="received"
      editor={
        <OneOf
          label={t`Bekommen oder nicht`}
          value={leaf.received ? 'yes' : 'no'}
          options={[
            { value: 'yes', label: t`haben sie bekommen` },
            { value: 'no', label: t`haben sie nicht bekommen` },
          ]}
          onChange={(next) => onChange({ ...leaf, received: next === 'yes' })}
        />
      }
    >
      <Op>{words}</Op>
    </Editable>
  )
  const said = received(
    leaf.received || !leaf.template ? <Trans>bekommen</Trans> : <Trans>nicht bekommen</Trans>,
  )
  return (
    <>
      {leaf.flow === undefined ? (
        <Trans>
          haben {when} {what} {said}
        </Trans>
      ) : (
        <FromFlow leaf={leaf} onChange={onChange} when={when} what={what} said={said} />
      )}{' '}
      <MoreToken extras={extras} />
    </>
  )
}

function FromFlow({
  leaf,
  onChange,
  when,
  what,
  said,
}: Props<Received> & { when: ReactNode; what: ReactNode; said: ReactNode }) {
  const flow = <FlowToken flow={leaf.flow} onChange={(next) => onChange(withFlow(leaf, next))} />
  return (
    <Trans>
      haben {when} {what} aus {flow} {said}
    </Trans>
  )
}

function WhatToken({ leaf, onChange }: Props<Received>) {
  const { t } = useLingui()
  const { messages } = useVocabulary()
  const name = messages.find((one) => one.value === leaf.template)?.label ?? leaf.template
  const kinds = useMessageKinds()
  const nothing = useNoMessageKinds()
  return (
    <Editable
      label={t`Welche Nachricht`}
      field="template"
      editor={
        <Stack>
          <OneOf<Channel>
            label={t`Kanal`}
            value={leaf.channel}
            options={channels.map((channel) => ({ value: channel, label: kinds[channel] }))}
            onChange={(channel) => onChange({ ...leaf, channel })}
          />
          <ClosingPicker
            label={t`Welche Nachricht`}
            value={leaf.template}
            choices={[{ value: '', label: t`irgendeine` }, ...messages]}
            onChange={(template) => {
              const { template: _, ...rest } = leaf
              onChange(template ? { ...rest, template } : rest)
            }}
          />
        </Stack>
      }
    >
      {leaf.template ? (
        <Val>
          <Trans>die Nachricht „{name}“</Trans>
        </Val>
      ) : (
        <Val>{leaf.received ? kinds[leaf.channel] : nothing[leaf.channel]}</Val>
      )}
    </Editable>
  )
}

function useMessageKinds(): Record<Channel, string> {
  const { t } = useLingui()
  return {
    email: t`eine E-Mail`,
    sms: t`eine SMS`,
    whatsapp: t`eine WhatsApp-Nachricht`,
    push: t`eine Push-Nachricht`,
    post: t`einen Brief`,
  }
}

function useNoMessageKinds(): Record<Channel, string> {
  const { t } = useLingui()
  return {
    email: t`keine E-Mail`,
    sms: t`keine SMS`,
    whatsapp: t`keine WhatsApp-Nachricht`,
    push: t`keine Push-Nachricht`,
    post: t`keinen Brief`,
  }
}
