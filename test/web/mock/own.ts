// The mock's voicemail and own password. A current password "wrong" is wrong, as at the sign-in.

import { type MockAnswer, type MockAsked, refuse } from './asked.ts'
import { QUEUES } from './fixtures.ts'
import { sound } from './sound.ts'

export function createOwnRoutes(now: number): (asked: MockAsked) => MockAnswer | undefined {
  const messages = Array.from({ length: 23 }, (_, n) => ({
    recordingId: `message-${n}`,
    callId: `call-${n}`,
    at: now - n * 3_700_000 - 240_000,
    from: n === 3 ? 'guest.7f3a9c0d' : `1380013${String(8000 + n * 7)}`,
    queueId: QUEUES[n % 3]?.id ?? '',
    queueName: QUEUES[n % 3]?.name ?? '',
    durationMs: 9_000 + n * 3_300,
    formats: n === 5 ? [] : ['wav', 'mp3'],
    heardBy: n < 4 || n === 5 ? '' : 'lead',
    heardAt: n < 4 || n === 5 ? null : now - n * 3_600_000,
  }))

  function list(query: URLSearchParams): MockAnswer {
    const heard = query.get('heard')
    const queueId = query.get('queueId')
    const all = messages.filter(
      (one) =>
        (heard === null || String(one.heardAt !== null) === heard) && (queueId === null || one.queueId === queueId),
    )
    const [page, pageSize] = [Number(query.get('page') ?? 1), Number(query.get('pageSize') ?? 20)]
    const rows = all.slice((page - 1) * pageSize, page * pageSize)
    return { status: 200, json: { rows, total: all.length, page, pageSize } }
  }

  return ({ path, query, session, body }) => {
    const [, , area, id, what] = path.split('/')
    if (path === '/api/password') {
      const wrong = (body as { old: string }).old === 'wrong'
      return wrong ? refuse(401, 'wrong-password') : { status: 200, json: true }
    }
    if (area !== 'messages') return undefined
    if (!session?.rights.includes('calls-all')) return refuse(403, 'not-allowed')
    if (id === undefined) return list(query)
    const found = messages.find((one) => one.recordingId === id)
    if (!found) return refuse(404, 'not-found')
    if (what === 'sound') return { status: 200, bytes: sound(), type: 'audio/wav' }
    Object.assign(found, { heardBy: session.account, heardAt: Date.now() })
    return { status: 200, json: { ok: true } }
  }
}
