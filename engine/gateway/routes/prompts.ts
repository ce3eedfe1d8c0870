// Prompt sounds: upload, replace, listen. Names and deletion are configuration (/api/config/prompts).
import { z } from 'zod'
import { PROMPT_BYTES, type PromptFiles } from '../../records/prompt-files.ts'
import { refused } from '../../records/record/outcome.ts'
import { jsonOf, type Route, route } from '../http/route.ts'
import { SOUND_TYPES } from './calls.ts'

const name = { name: z.string().min(1).max(80), lang: z.enum(['zh', 'en']).default('zh') }

export function promptRoutes(prompts: PromptFiles): Route[] {
  const shared = { right: 'configure', tag: 'configuration', answer: z.looseObject({ id: z.string() }) } as const
  return [
    route({
      ...shared,
      method: 'POST',
      path: '/api/prompts',
      summary: 'Upload a WAV or MP3 file as the body',
      query: z.object(name),
      uploadBytes: PROMPT_BYTES,
      handle: async ({ query, bytes, by }) => jsonOf(await prompts.create(query, bytes, by)),
    }),
    route({
      ...shared,
      method: 'PUT',
      path: '/api/prompts/:id/sound',
      summary: 'New sound for a prompt',
      query: z.object({ ...name, version: z.coerce.number().int() }),
      uploadBytes: PROMPT_BYTES,
      handle: async ({ params, query, bytes, by }) => jsonOf(await prompts.replace(params.id ?? '', query, bytes, by)),
    }),
    route({
      method: 'GET',
      path: '/api/prompts/:id/sound',
      summary: 'Listen to a prompt',
      right: 'configure',
      tag: 'configuration',
      answer: 'audio/*',
      handle: async ({ params }) => {
        const found = await prompts.find(params.id ?? '')
        if (!found) return refused('not-found')
        return { ok: true, value: { type: 'file', path: found.path, contentType: SOUND_TYPES[found.format] } }
      },
    }),
  ]
}
