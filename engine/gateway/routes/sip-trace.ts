// What was said by SIP of a call: as a ladder for whoever sees the call, as a capture file for whoever configures the centre.
import { z } from 'zod'
import { subjects } from '../../protocol/actors.ts'
import type { CallTrace, TraceAsk, TracedLeg } from '../../protocol/sip-trace.ts'
import { callDetail, concernsOf } from '../../records/call-log/call-log.ts'
import { refused } from '../../records/record/outcome.ts'
import { may } from '../../rights/may.ts'
import { json, type Route, route } from '../http/route.ts'
import type { Services } from '../http/services.ts'
import { pcapOf } from '../pcap.ts'

const ASK_MS = 600
const message = z.object({
  ...{ at: z.number(), direction: z.enum(['in', 'out']), peer: z.string(), own: z.string(), text: z.string() },
})
const answer = z.object({
  legs: z.array(
    z.object({
      ...{ legId: z.string(), node: z.string(), direction: z.enum(['in', 'out']), party: z.string() },
      messages: z.array(message),
    }),
  ),
})

export const sipTraceRoutes = (services: Services): Route[] => [
  route({
    ...{ method: 'GET', path: '/api/calls/:id/sip', right: 'calls-all', tag: 'calls', answer },
    summary: 'The SIP messages of a call of late, by leg, without bodies and passwords',
    async handle({ params: { id = '' }, who }) {
      const call = await callDetail(services.sql, id)
      if (!call) return refused('not-found')
      if (!may(who, 'calls-all', concernsOf(call))) return refused('not-allowed')
      return json(await traceOf(services, id))
    },
  }),
  route({
    ...{ method: 'GET', path: '/api/calls/:id/sip.pcap', right: 'configure', tag: 'calls' },
    summary: 'The same as a capture file for Wireshark',
    answer: 'application/vnd.tcpdump.pcap',
    async handle({ params: { id = '' } }) {
      const { legs } = await traceOf(services, id)
      if (legs.length === 0) return refused('not-found')
      const bytes = pcapOf(legs.flatMap(({ messages }) => messages))
      const contentType = 'application/vnd.tcpdump.pcap'
      return { ok: true, value: { type: 'bytes', bytes, contentType, fileName: `${id}.pcap` } }
    },
  }),
]

/** In the order in which they began. */
async function traceOf({ bus }: Services, callId: string): Promise<CallTrace> {
  const parts = (await bus.askAll(subjects.sipTrace, { callId } satisfies TraceAsk, ASK_MS)) as TracedLeg[][]
  const began = ({ messages }: TracedLeg): number => messages[0]?.at ?? 0
  return { legs: parts.flat().sort((a, b) => began(a) - began(b)) }
}
