import { useLingui } from '@lingui/react/macro'

/** How somebody came to a list. */
export function useListWords() {
  const { t } = useLingui()
  return (how: string): string => {
    switch (how) {
      case 'chosen':
        return t`von Hand`
      case 'pasted':
        return t`aus eingefügten Adressen`
      case 'api':
        return t`über die API`
      case 'import':
        return t`mit einem Import`
      case 'segment':
        return t`mit einem ganzen Segment`
      case 'copy':
        return t`aus einer anderen Liste`
      default:
        return ''
    }
  }
}
