// Callers of a test's node, and what their phones hear.
import { type RtpEnd, strengthOf } from '#test/kit/audio.ts'
import type { TestNode } from '#test/kit/media-node.ts'
import { waitFor } from '#test/kit/wait.ts'

export const TRUNK = { 'X-Tinglan-Leg': 'trunk', 'X-Tinglan-Trunk': 't1' }

export const hears = (end: RtpEnd, hz: number) => {
  end.forget()
  return waitFor(() => end.heard.length > 4000 && strengthOf(hz, end.last(500)) > 1500, { what: `${hz} Hz is heard` })
}

export const byId = (a: { legId: string }, b: { legId: string }) => a.legId.localeCompare(b.legId)

export async function answered(node: TestNode, hz = 1000) {
  const calling = node.peer.call('95588', { hz, headers: TRUNK })
  const { callId, legId } = await node.heard('call-arrived')
  await node.order({ type: 'answer', callId, legId })
  const call = await calling
  await node.heard('leg-answered')
  return { callId, legId, call }
}
