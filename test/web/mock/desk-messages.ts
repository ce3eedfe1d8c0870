// Private messages, recorded answers, flags and what a page tells of its line, on the mock's desk.
import type { AgentView } from '#engine/protocol/agent.ts'
import type { PrivateMessage } from '#engine/protocol/api.ts'
import type { MockAnswer, MockAsked } from './asked.ts'
import { sound } from './sound.ts'

const messages: PrivateMessage[] = [
  {
    ...{ recordingId: 'p1', at: Date.now() - 600_000, from: '李娜', number: '1002', durationMs: 14_000 },
    ...{ formats: ['wav'], heardAt: null },
  },
  {
    ...{ recordingId: 'p2', at: Date.now() - 7_200_000, from: '王强', number: '1003', durationMs: 41_000 },
    ...{ formats: ['wav'], heardAt: Date.now() - 3_600_000 },
  },
]
const answers = [
  { id: 'answer-1', name: '公司地址与营业时间', promptId: 'prompt-1' },
  { id: 'answer-2', name: '退换货流程', promptId: 'prompt-2' },
]

export function messagesOf({ path }: MockAsked, agent: AgentView): MockAnswer | undefined {
  const [, name = '', id = '', what = ''] =
    /^\/api\/desk\/(messages|answers|flag|line)\/?([^/]*)\/?(.*)$/.exec(path) ?? []
  if (name === 'messages' && what === 'sound') {
    const found = messages.find((one) => one.recordingId === id)
    if (found) found.heardAt ??= Date.now()
    return { status: 200, bytes: sound(), type: 'audio/wav' }
  }
  if (name === 'messages') return { status: 200, json: messages }
  if (name === 'answers') return { status: 200, json: answers }
  return name === '' ? undefined : { status: 200, json: agent }
}
