import { useLingui } from '@lingui/react/macro'
import { place } from '../../ui/place'
import { Tabs } from '../../ui/tabs'

/** Groups that keep themselves, and lists made by hand. */
export function SegmentTabs({ current }: { current: 'segments' | 'lists' | 'overlap' }) {
  const { t } = useLingui()
  return (
    <Tabs
      label={t`Segmente und Listen`}
      current={current}
      tabs={[
        { key: 'segments', label: t`Segmente`, link: place('/segments') },
        { key: 'lists', label: t`Listen`, link: place('/segments/lists') },
        { key: 'overlap', label: t`Überschneidung`, link: place('/segments/overlap') },
      ]}
    />
  )
}
