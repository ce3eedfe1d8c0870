// Plays a flow in text with the very machine that runs calls: sounds are at once over, keys and answers are given.
import type { TryAnswer, TryAsk, TryInput, TryLine } from '#engine/protocol/flow-try.ts'
import type { FlowEnd, Heard, NodeKinds } from './node.ts'
import { enterNode, hearAtNode, type Moved, type Pause, startRun } from './run.ts'
import { BUILT_IN } from './values.ts'

/** Sounds and inputs of one rehearsal: a loop of words that nobody leaves ends here. */
const MOST_TURNS = 300

export function rehearse(kinds: NodeKinds, { flow: drawn, caller, called, inputs }: TryAsk, at: number): TryAnswer {
  const flow = { ...drawn, id: 'tried', version: 0 }
  const time = new Date(at).toISOString().slice(0, 19).replace('T', ' ')
  const lines: TryLine[] = []
  const path: TryAnswer['path'] = []
  const left = [...inputs]
  let moved = enterNode(kinds, flow, startRun(flow, { caller, called, time }), at)
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    path.push(...moved.passed.map(({ nodeId, outlet }) => ({ nodeId, outlet })))
    const { run, pause, end } = moved
    const { nodeId } = run.position
    if (!pause) {
      lines.push(endLine(path.at(-1)?.nodeId ?? nodeId, end ?? { type: 'hang-up' }))
      return { lines, path, values: shown(moved) }
    }
    if (pause.do !== 'ask' && pause.sounds.length > 0) lines.push({ type: 'said', nodeId, sounds: [...pause.sounds] })
    const heard = heardFrom(pause, left)
    if (!heard) return { lines, path, at: nodeId, waitsFor: waitsFor(pause), values: shown(moved) }
    const line = lineOf(pause, heard, nodeId)
    if (line) lines.push(line)
    moved = hearAtNode(kinds, flow, run, heard, at)
  }
  const { nodeId } = moved.run.position
  lines.push({ type: 'broken', nodeId, detail: `more than ${MOST_TURNS} turns` })
  return { lines, path, values: shown(moved) }
}

const QUEUE = { type: 'queue-state' as const, waiting: 2, wait: { halfMs: 60_000, mostMs: 120_000 } }

/** undefined: the next input is waited for. */
function heardFrom(pause: Pause, left: TryInput[]): Heard | undefined {
  if (pause.do === 'play') return { type: 'played', reason: 'finished' }
  // played as a queue with somebody in it and a short wait
  if (pause.do === 'ask' && pause.lookup.type === 'queue-state') return { type: 'answer', answer: QUEUE }
  // whoever tries a flow tries it while it is open
  if (pause.do === 'ask' && pause.lookup.type === 'time-group')
    return { type: 'answer', answer: { type: 'time-group', state: 'open' } }
  const input = left.shift()
  if (!input) return undefined
  if (pause.do === 'ask') return answerFrom(input)
  if (input.type !== 'keys' || input.digits === '')
    return { type: 'digits', digits: '', count: 0, ended: 'first-timeout' }
  return keysAsHeard(pause.collect, input.digits)
}

function keysAsHeard({ maxDigits, terminators }: { maxDigits: number; terminators: string }, keys: string): Heard {
  const end = [...keys].findIndex((key) => terminators.includes(key))
  const digits = (end === -1 ? keys : keys.slice(0, end)).slice(0, maxDigits)
  const ended = digits.length === maxDigits ? 'max' : end === -1 ? 'inter-timeout' : 'terminator'
  return { type: 'digits', digits, count: digits.length, ended }
}

function answerFrom(input: TryInput): Heard {
  if (input.type !== 'answer') return { type: 'answer', answer: { type: 'timeout' } }
  const { status, body } = input
  return { type: 'answer', answer: { type: 'http', status, fields: fieldsOf(body), text: body.slice(0, 1_000) } }
}

/** Top-level strings and numbers, as the real door gives them. */
function fieldsOf(body: string): Record<string, string> {
  try {
    const value: unknown = JSON.parse(body)
    if (typeof value !== 'object' || value === null) return {}
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, one]) =>
        typeof one === 'string' || typeof one === 'number' ? [[name, String(one)]] : [],
      ),
    )
  } catch {
    return {}
  }
}

function lineOf(pause: Pause, heard: Heard, nodeId: string): TryLine | undefined {
  if (heard.type === 'digits' && pause.do === 'collect')
    return { type: 'keyed', nodeId, digits: pause.collect.secret ? '*'.repeat(heard.count) : heard.digits }
  if (pause.do !== 'ask' || heard.type !== 'answer' || pause.lookup.type !== 'http') return undefined
  const { method, url } = pause.lookup
  return {
    type: 'asked',
    nodeId,
    method,
    url,
    answered: heard.answer.type === 'http' ? String(heard.answer.status) : '',
  }
}

function endLine(nodeId: string, end: FlowEnd): TryLine {
  switch (end.type) {
    case 'to-queue':
      return { type: 'to-queue', nodeId, queueId: end.queueId }
    case 'voicemail':
      return { type: 'voicemail', nodeId }
    case 'callback':
      return { type: 'callback', nodeId, queueId: end.queueId, number: end.number }
    case 'outside':
      return { type: 'outside', nodeId, number: end.number }
    case 'flow':
      return { type: 'to-flow', nodeId, flowId: end.flowId }
    case 'give-back':
      return { type: 'given-back', nodeId, result: end.result, text: end.text }
    case 'hang-up':
      return { type: 'hung-up', nodeId }
    case 'broken':
      return { type: 'broken', nodeId, detail: end.detail }
  }
}

const waitsFor = (pause: Pause): NonNullable<TryAnswer['waitsFor']> =>
  pause.do === 'collect'
    ? { type: 'keys', maxDigits: pause.collect.maxDigits, terminators: pause.collect.terminators }
    : { type: 'answer' }

const shown = ({ run }: Moved): Record<string, string> =>
  Object.fromEntries(
    Object.entries(run.values).filter(([name]) => !run.secrets.includes(name) && !BUILT_IN.includes(name)),
  )
