// An agent fetches a parked caller: the call rings its phone, which answers by itself, so the answer is only that it was asked.
import type { CallCommand } from '../protocol/call.ts'
import { type Outcome, refused } from '../records/record/outcome.ts'
import { askActor } from './http/ask.ts'
import type { Request } from './http/route.ts'
import type { Services } from './http/services.ts'

export async function fetchParked(
  services: Services,
  { who, session }: Request,
  callId: string,
): Promise<Outcome<{ ok: true }>> {
  const own = services.agent(who.agentId ?? '')
  if (!own || own.mode === 'signed-out') return refused('agent-signed-out')
  if (own.phone.type === 'none') return refused('no-phone')
  if (own.mode !== 'ready' && own.mode !== 'wrap-up') return refused('agent-busy')
  const command: CallCommand = { type: 'retrieve', agentId: own.agentId }
  const envelope = { id: services.newId(), cause: `api.${session?.account ?? ''}`, command }
  const asked = await askActor(services.bus, { kind: 'call', id: callId }, envelope)
  return asked.ok ? { ok: true, value: { ok: true } } : asked
}
