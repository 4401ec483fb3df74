import './theme/mantine-styles'
import { MantineProvider } from '@mantine/core'
import { Outlet } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useScheme } from './theme/scheme'
import { theme } from './theme/theme'

/** Mantine's fields for the pages inside; comes with the first page that needs them, not with Start. */
export function WithMantine({ children }: { children: ReactNode }) {
  return (
    <MantineProvider theme={theme} forceColorScheme={useScheme()}>
      {children}
    </MantineProvider>
  )
}

export const MantineOutlet = () => (
  <WithMantine>
    <Outlet />
  </WithMantine>
)
