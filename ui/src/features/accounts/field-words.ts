import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { type FieldProblem, Problem } from '../../api/client'

/** What the server says about one field, in the reader's words; its own sentence where we know none. */
export function useFieldError() {
  const words = useProblemWords()
  return (error: Error | null, path: string): string | undefined => {
    if (!(error instanceof Problem)) return undefined
    const problem = error.errors.find((item) => item.path === path)
    return problem && words(problem)
  }
}

function useProblemWords() {
  const { t } = useLingui()
  return ({ path, code, facts, message }: FieldProblem): string => {
    const fact = (key: string) => String(facts[key] ?? '')
    const count = (key: string) => Number(facts[key] ?? 0)
    switch (code) {
      case 'required':
        return t`Das braucht es noch.`
      case 'too_long':
        return t`Höchstens ${fact('longest')} Zeichen, das sind ${fact('length')}.`
      case 'control_characters':
        return t`Zeilenumbrüche passen hier nicht hinein.`
      case 'unknown_currency':
        return t`Diese Währung gibt es nicht.`
      case 'unknown_time_zone':
        return t`Diese Zeitzone gibt es nicht.`
      case 'url_malformed':
        return t`Eine Adresse sieht so aus: https://shop.example`
      case 'email_without_at':
        return t`In einer E-Mail-Adresse steht ein @.`
      case 'email_with_space':
        return t`In einer E-Mail-Adresse stehen keine Leerzeichen.`
      case 'email_without_name':
        return t`Vor dem @ fehlt noch etwas.`
      case 'email_without_domain':
        return t`Nach dem @ fehlt noch die Domain, zum Beispiel shop.example.`
      case 'email_malformed':
        return t`So sieht keine E-Mail-Adresse aus.`
      case 'vat_austrian_u':
        return t`In Österreich beginnt sie mit ATU.`
      case 'vat_unknown_country':
        return t`Sie beginnt mit dem Land, zum Beispiel DE, ATU oder CHE.`
      case 'vat_not_a_digit':
        return t`Nach ${fact('prefix')} kommen nur Ziffern, kein „${fact('character')}“.`
      case 'vat_digits_missing':
        return t`Nach ${fact('prefix')} ${plural(count('missing'), {
          one: 'fehlt noch eine Ziffer.',
          2: 'fehlen noch zwei Ziffern.',
          3: 'fehlen noch drei Ziffern.',
          4: 'fehlen noch vier Ziffern.',
          other: 'fehlen noch # Ziffern.',
        })}`
      case 'vat_digits_too_many':
        return t`Nach ${fact('prefix')} kommen ${fact('expected')} Ziffern, das sind ${fact('tooMany')} zu viel.`
      case 'vat_malformed':
        return t`So sieht eine Umsatzsteuer-ID mit ${fact('prefix')} nicht aus.`
      case 'out_of_range':
        return t`Zwischen ${fact('least')} und ${fact('most')}.`
    }
    switch (path) {
      case 'password':
      case 'newPassword':
        return t`10 Zeichen oder mehr, nicht deine E-Mail-Adresse. Drei oder vier Wörter, die du dir merken kannst, sind gut.`
      case 'currentPassword':
        return t`Das ist nicht dein bisheriges Passwort.`
      case 'name':
        return t`Ein Name hat 1 bis 100 Zeichen.`
      case 'email':
        return t`So sieht keine E-Mail-Adresse aus.`
    }
    return message
  }
}
