import { useLingui } from '@lingui/react/macro'
import type { Role } from '../../api/types'

export function useRoleNames(): Record<Role, string> {
  const { t } = useLingui()
  return { owner: t`Inhaber`, admin: t`Admin`, marketer: t`Marketing`, support: t`Support` }
}
