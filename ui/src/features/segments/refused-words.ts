import { useLingui } from '@lingui/react/macro'
import type { FieldProblem } from '../../api/client'

/** What the server refused of a condition, in the reader's words; else its own sentence. */
export function useRefusedWords() {
  const { t } = useLingui()
  return ({ code, message, facts }: FieldProblem): string => {
    const most = String(facts.most ?? '')
    switch (code) {
      case 'missing':
      case 'empty':
        return t`Hier fehlt noch etwas.`
      case 'too_long':
        return t`Das ist zu lang: höchstens ${most} Zeichen.`
      case 'too_many':
        return t`Das sind zu viele: höchstens ${most}.`
      case 'too_deep':
        return t`Das ist zu tief verschachtelt: höchstens ${most} Ebenen.`
      case 'out_of_range': {
        const least = String(facts.least ?? '')
        return least && most
          ? t`Die Zahl muss zwischen ${least} und ${most} liegen.`
          : t`Die Zahl passt hier nicht.`
      }
      case 'wrong_order':
        return t`Das Ende liegt vor dem Anfang.`
      case 'not_a_date':
        return t`Das ist kein Tag zwischen 1900 und 2100.`
      case 'not_a_currency':
        return t`Eine Währung hat drei Buchstaben, wie EUR.`
      case 'not_a_pattern':
        return t`Das ist kein regulärer Ausdruck: ${message.replace(/^.*?: /, '')}`
      case 'too_fine':
        return t`Zahlen haben höchstens vier Stellen nach dem Komma.`
      default:
        return message
    }
  }
}
