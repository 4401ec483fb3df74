import { defineConfig } from '@lingui/cli'
import { formatter } from '@lingui/format-po'

/** One catalog per feature, so that two features never touch the same file. */
export default defineConfig({
  sourceLocale: 'de',
  locales: ['de', 'en'],
  catalogs: [
    { path: 'src/app/locales/{locale}', include: ['src/app'] },
    { path: 'src/ui/locales/{locale}', include: ['src/ui', 'src/api'] },
    { path: 'src/words/locales/{locale}', include: ['src/words'] },
    { path: 'src/features/{name}/locales/{locale}', include: ['src/features/{name}'] },
  ],
  format: formatter({ origins: false, lineNumbers: false, explicitIdAsDefault: false }),
  orderBy: 'message',
  compileNamespace: 'es',
})
