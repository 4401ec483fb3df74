import { queryOptions, useMutation } from '@tanstack/react-query'
import { get, put } from '../../api/client'
import { queryClient } from '../../api/query-client'
import type { Locale, TemplatePreview, TemplateSource } from '../../api/types'

export const previewQuery = (key: string, locale: Locale) =>
  queryOptions({
    queryKey: ['templates', key, 'preview', locale],
    queryFn: ({ signal }) => get<TemplatePreview>(`/templates/${key}/preview`, { locale }, signal),
  })

export const sourceQuery = (key: string, locale: Locale) =>
  queryOptions({
    queryKey: ['templates', key, 'source', locale],
    queryFn: ({ signal }) => get<TemplateSource>(`/templates/${key}/source`, { locale }, signal),
  })

/** A new version; mails that are on their way keep the old one. */
export const useSaveSource = (key: string, locale: Locale) =>
  useMutation({
    mutationFn: (source: TemplateSource) =>
      put<TemplateSource>(`/templates/${key}/source?locale=${locale}`, source),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['templates'] }),
  })
