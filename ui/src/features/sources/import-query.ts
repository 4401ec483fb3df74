import { queryOptions, useMutation } from '@tanstack/react-query'
import { get, type Page, post, put } from '../../api/client'
import { queryClient } from '../../api/query-client'
import type { ImportJob } from '../../api/types'

const working = (job: ImportJob) => job.state === 'checking' || job.state === 'running'

export const importsQuery = queryOptions({
  queryKey: ['imports'],
  queryFn: ({ signal }) => get<Page<ImportJob>>('/imports', undefined, signal),
  refetchInterval: (query) => (query.state.data?.items.some(working) ? 2_000 : false),
})

/** One import; looked at every second while it works. */
export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', id],
    queryFn: ({ signal }) => get<ImportJob>(`/imports/${id}`, undefined, signal),
    refetchInterval: (query) => (query.state.data && working(query.state.data) ? 1_000 : false),
  })

const keep = (job: ImportJob) => {
  queryClient.setQueryData(importQuery(job.id).queryKey, job)
  void queryClient.invalidateQueries({ queryKey: ['imports'], exact: true })
}

export const useUpload = () =>
  useMutation({
    mutationFn: ({ file, kind, shopId }: { file: File; kind: ImportJob['kind']; shopId: number }) => {
      const form = new FormData()
      form.set('file', file)
      form.set('kind', kind)
      form.set('shopId', String(shopId))
      return post<ImportJob>('/imports', form)
    },
    onSuccess: keep,
  })

export const useMapping = (id: string) =>
  useMutation({
    mutationFn: (form: Pick<ImportJob, 'mapping' | 'options'>) =>
      put<ImportJob>(`/imports/${id}/mapping`, form),
    onSuccess: keep,
  })

export type ImportAction = 'dry-run' | 'start' | 'cancel'

export const useImportAction = (id: string) =>
  useMutation({
    mutationFn: (action: ImportAction) => post<ImportJob>(`/imports/${id}/${action}`),
    onSuccess: keep,
    onError: () => queryClient.invalidateQueries({ queryKey: ['imports', id] }),
  })
