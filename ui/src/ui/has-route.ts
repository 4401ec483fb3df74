import { useRouter } from '@tanstack/react-router'

/** Whether a page exists, so that nothing leads to a dead end: `has('/flows/$id')`. */
export function useHasRoute() {
  const { routesByPath } = useRouter()
  return (path: string) => path in routesByPath
}
