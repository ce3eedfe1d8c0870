// Identity checks, for the tests of a caller who keys in what its agent may neither hear nor see.
import type { CallCommand } from '#engine/protocol/call.ts'
import type { Flow } from '#engine/protocol/company.ts'
import * as company from './company.ts'

const { node } = company
type Stand = company.Stand

export const VERIFY: CallCommand = { type: 'verify', agentId: 'a1', flowId: 'f9' }

/** Asks for a PIN and an outside system whether it is right. */
export const CHECK: Flow = {
  ...{ id: 'f9', version: 1, name: 'PIN', lang: 'zh', startNodeId: 'pin' },
  nodes: [
    node(
      'pin',
      'collect',
      { variable: 'pin', prompts: [{ type: 'text', text: '请输入密码' }], maxDigits: 4 },
      {
        ...{ done: 'ask', 'wrong-length': 'no', timeout: 'no' },
      },
    ),
    node(
      'ask',
      'ask',
      {
        url: 'http://crm/pin',
        values: [{ name: 'pin', value: '{pin}' }],
        results: [{ field: 'level', variable: 'level' }],
      },
      { done: 'yes', error: 'no' },
    ),
    node('yes', 'give-back', { result: 'passed', text: '等级 {level} {pin}' }, {}),
    node('no', 'give-back', { result: 'failed' }, {}),
  ],
}

export const asked = (from: Stand = company.talking()): Stand => from.does(VERIFY, 9_000)
export const keying = (from: Stand = asked()): Stand =>
  from.does(company.told(from, { type: 'flow', found: true, flow: CHECK }), 9_010)
