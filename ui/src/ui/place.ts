import type { LinkProps } from '@tanstack/react-router'

/** A link to a page of another feature, which this one cannot know by type: `place('/flows/42')`. */
export const place = (to: string, search?: Record<string, unknown>) =>
  ({ to, search }) as unknown as LinkProps
