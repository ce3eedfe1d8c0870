// A stored test of a flow: keys in, the way and the words out. Pure: the same flow and test give the same verdict.
import type { Flow } from '#engine/protocol/company.ts'
import type { Label } from '#engine/protocol/fields.ts'
import type { FlowProblem } from '#engine/protocol/flow.ts'
import type { FlowTest, TryAnswer } from '#engine/protocol/flow-try.ts'
import type { NodeKinds } from './node.ts'
import { rehearse } from './rehearse.ts'

/** A Monday at ten in the morning in Beijing, where a test names no moment. */
const USUAL_MOMENT = '2026-11-23T10:00'

type Tested = Pick<Flow, 'name' | 'lang' | 'startNodeId' | 'nodes'>

/** Undefined: the flow still does what the test says. */
export function failedTest(kinds: NodeKinds, flow: Tested, test: FlowTest): FlowProblem | undefined {
  const { caller, called, inputs, moment, name } = test
  const at = Date.parse(`${moment || USUAL_MOMENT}:00+08:00`)
  const tried = rehearse(kinds, { flow, caller, called, inputs }, at)
  const wrong = wrongStep(flow, test, tried) ?? unsaid(test, tried)
  if (!wrong) return undefined
  const { nodeId, zh, en } = wrong
  const message: Label = { zh: `流程测试「${name}」未通过：${zh}`, en: `Flow test "${name}" fails: ${en}` }
  const named = flow.nodes.find((node) => node.id === nodeId)
  return { problem: 'failed-test', level: 'error', message, ...(named ? { nodeId, nodeName: named.name } : {}) }
}

type Wrong = Label & { nodeId: string }

/** The first node that is not the one expected, or that is left another way. */
function wrongStep(flow: Tested, { steps }: FlowTest, tried: TryAnswer): Wrong | undefined {
  const length = Math.max(steps.length, tried.path.length)
  for (let n = 0; n < length; n++) {
    const expected = steps[n]
    const found = tried.path[n]
    if (expected?.nodeId === found?.nodeId && expected?.outlet === found?.outlet) continue
    const [zh, en] = [stepIn(flow, expected), stepIn(flow, found)]
    return {
      nodeId: found?.nodeId ?? expected?.nodeId ?? '',
      zh: `第 ${n + 1} 步应为 ${zh.zh}，现为 ${en.zh}`,
      en: `step ${n + 1} should be ${zh.en} and is ${en.en}`,
    }
  }
  return undefined
}

function stepIn({ nodes }: Tested, step: FlowTest['steps'][number] | undefined): Label {
  if (!step) return { zh: '（结束）', en: '(the end)' }
  const name = nodes.find((node) => node.id === step.nodeId)?.name || step.nodeId
  return { zh: `「${name}」${step.outlet}`, en: `"${name}" ${step.outlet}` }
}

/** Each of the words, in this order; what else is said does not matter. */
function unsaid({ words }: FlowTest, { lines }: TryAnswer): Wrong | undefined {
  const said = lines.flatMap((line) =>
    line.type === 'said' ? line.sounds.map((sound) => (sound.type === 'text' ? sound.text : '')) : [],
  )
  let from = 0
  for (const wanted of words) {
    const at = said.findIndex((text, n) => n >= from && text.includes(wanted))
    if (at < 0) return { nodeId: '', zh: `没有播放“${wanted}”`, en: `"${wanted}" is not said` }
    from = at
  }
  return undefined
}
