// The shape of a flow's nodes and of its tests as they come over the API.
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
      note: plainText().max(500).optional(),
      at: z.object({ x: z.number(), y: z.number() }).optional(),
    }),
  )
  .max(500)

/** What a caller does, or another system, when a flow that is tried waits for it. */
export const tryInputSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('keys'), digits: z.string().regex(/^[0-9*#]{0,64}$/) }),
  z.object({ type: z.literal('silence') }),
  z.object({ type: z.literal('answer'), status: z.int().min(100).max(599), body: z.string().max(10_000) }),
  z.object({ type: z.literal('no-answer') }),
])

/** A stored test as it comes over the API. */
export const flowTestParts = {
  inputs: z.array(tryInputSchema).max(100),
  steps: z.array(z.object({ nodeId: z.string().max(64), outlet: z.string().max(64) })).max(400),
  words: z.array(plainText().max(500)).max(100),
}
