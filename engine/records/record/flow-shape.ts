// The shape of a flow's nodes as they come over the API.
import { z } from 'zod'
import { plainText } from './plain-text.ts'

/** Shape only; what the nodes mean is judged by the flow check. */
export const flowNodesSchema = z
  .array(
    z.object({
      id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
      type: z.string().max(40),
      name: plainText().max(80),
      settings: z.record(z.string(), z.json()),
      next: z.record(z.string(), z.string()),
      business: plainText().max(80).optional(),
      at: z.object({ x: z.number(), y: z.number() }).optional(),
    }),
  )
  .max(500)
