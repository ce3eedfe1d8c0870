// Reports of flows, counted anew.
import type { CallSummary } from '#engine/protocol/call.ts'
import { type Counter, gaveUp, grouped, inbound, inRange, isHuman, menuOf, type Row, ratio, sum } from './counting.ts'
import { beginOf, type Given, type World } from './world.ts'

export const stepsIn = ({ calls }: World, given: Given) =>
  (given.part ? [] : calls).flatMap((call) =>
    call.path
      .map((step, n) => ({ ...step, call, last: n === call.path.length - 1 }))
      .filter(({ at }) => inRange(given, at)),
  )
export const nodeKeys = ({ flowId, nodeId, nodeName }: { flowId: string; nodeId: string; nodeName: string }): Row => ({
  flow: flowId,
  node: nodeName || nodeId,
})

export const ivrNodes: Counter = (world, given) =>
  grouped(stepsIn(world, given), nodeKeys, (steps) => {
    const ended = steps.filter(({ last }) => last)
    const calls = new Set(steps.map(({ call }) => call.callId)).size
    const lost = ended.filter(({ call }) => gaveUp(call)).length
    return { calls, passes: steps.length, ended: ended.length, lost, lostShare: ratio(lost, calls) }
  })

export const ivrWays: Counter = (world, given) => {
  const steps = stepsIn(world, given)
  const sameNode = (keys: Row): number =>
    steps.filter((step) => nodeKeys(step).node === keys.node && step.flowId === keys.flow).length
  return grouped(
    steps,
    (step) => ({ ...nodeKeys(step), outlet: step.outlet }),
    (ones, keys) => ({ passes: ones.length, share: ratio(ones.length, sameNode(keys)) }),
  )
}

export const ivrSelfService: Counter = (world, given) =>
  grouped(
    inbound(world, given).filter(({ path }) => path.length > 0),
    ({ arrivedAt, path }) => ({ start: beginOf(given, arrivedAt), flow: path[0]?.flowId ?? '' }),
    (calls) => {
      const toPeople = (call: CallSummary): boolean => call.queues.length > 0 || isHuman(call)
      const done = calls.filter(({ outcome }) => outcome === 'self-served')
      const people = calls.filter(toPeople)
      const alone = calls.filter((call) => !toPeople(call))
      const givenUp = alone.filter(({ outcome }) => outcome === 'abandoned-in-flow')
      const rest = alone.filter(({ outcome }) => outcome !== 'abandoned-in-flow' && outcome !== 'self-served')
      return {
        ...{
          calls: calls.length,
          done: done.length,
          people: people.length,
          givenUp: givenUp.length,
          rest: rest.length,
        },
        doneShare: ratio(done.length, calls.length),
        meanMenuMs: ratio(sum(calls, menuOf), calls.length),
      }
    },
  )

export const ivrAnswer: Counter = (world, given) =>
  grouped(
    inbound(world, given),
    (call) => ({ start: beginOf(given, call.arrivedAt), number: call.accessNumber }),
    (calls) => {
      const answered = calls.filter(({ answeredAt }) => answeredAt !== undefined).length
      const counts = { calls: calls.length, answered, failed: calls.length - answered }
      return { ...counts, rate: ratio(answered, calls.length) }
    },
  )
