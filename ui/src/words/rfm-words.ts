import { useLingui } from '@lingui/react/macro'

/** The groups of buyers by recency, frequency and monetary value. */
export function useRfmWords() {
  const { t } = useLingui()
  const group = (code: string): string => {
    switch (code) {
      case 'champions':
        return t`Spitzenkunden`
      case 'loyal':
        return t`Treue`
      case 'recent':
        return t`Frische`
      case 'needs_attention':
        return t`Brauchen Zuwendung`
      case 'at_risk':
        return t`Gefährdete`
      case 'inactive':
        return t`Eingeschlafene`
      default:
        return code
    }
  }
  return {
    group,
    /** "Treue (3-2-1)": recency, frequency, monetary value. */
    groupAndScore: (code: string, score: number) => `${group(code)} (${String(score).split('').join('-')})`,
  }
}
