import '../ui/theme/styles'
import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from '../api/query-client'
import { sessionQuery } from '../api/session'
import { activate, firstLocale } from '../i18n/locale'
import { Tips } from '../ui/tips'
import { Toasts } from '../ui/toast'
import { router } from './router'

async function start() {
  // Texts and session travel at the same time; neither waits for the other.
  void queryClient.prefetchQuery(sessionQuery)
  await activate(firstLocale())
  const root = document.getElementById('root')
  if (!root) return
  createRoot(root).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
          <Toasts />
          <Tips />
        </QueryClientProvider>
      </I18nProvider>
    </StrictMode>,
  )
}

void start()
