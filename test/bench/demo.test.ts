// The demo: agents as fast as the rate needs, ports from the settings, callers that come back when their program ends.
import { type ChildProcess, spawn } from 'node:child_process'
import t from 'tap'
import { erlangC } from '#analytics/staffing/erlang-c.ts'
import { callerList } from '#bench/demo/callers.ts'
import { keepRunning } from '#bench/demo/kept.ts'
import { paceOf } from '#bench/demo/pace.ts'
import { agentPorts, callerPorts } from '#bench/demo/ports.ts'
import { parseSwitch } from '#bench/demo/switch.ts'
import sample from '#config/sample-company/demo.json' with { type: 'json' }
import { waitFor } from '#test/kit/wait.ts'

const AGENTS = sample.agents.length

t.test(
  'the sample agents answer 80 % within 20 s up to 30 calls a minute, and take their time when few call',
  async (t) => {
    for (const rate of [1, 6, 10, 15, 20, 30]) {
      const { talkMs, wrapUpMs } = paceOf(rate, AGENTS)
      const handled = (talkMs + wrapUpMs) / 1_000 + 3
      t.ok(erlangC(rate / 60, handled, AGENTS, 20).serviceLevel >= 0.8, `${rate} a minute: ${handled} s`)
    }
    t.ok(paceOf(6, AGENTS).talkMs > 20_000)
    t.ok(paceOf(30, AGENTS).talkMs < paceOf(6, AGENTS).talkMs / 2)
    t.ok(paceOf(600, AGENTS).talkMs > 0, 'beyond what they can do they are at their fastest')
  },
)

t.test('no port is used twice, and all lie in the block of the setting', async (t) => {
  const turns = [0, 1, 2, 3].map((turn) => callerPorts(15_000, turn))
  const agents = sample.agents.map((_, n) => agentPorts(15_000, n))
  t.equal(new Set(turns.map((one) => one.sip)).size, 4)
  t.same(callerPorts(15_000, 4), callerPorts(15_000, 0))
  const spans = [
    ...turns.flatMap(({ sip, rtp }) => [
      [sip, 1],
      [rtp, 400],
    ]),
    ...agents.flatMap(({ sipPort, controlPort, rtpPort }) => [
      [sipPort, 2],
      [controlPort, 1],
      [rtpPort, 20],
    ]),
  ] as [number, number][]
  const used = spans.flatMap(([first, count]) => Array.from({ length: count }, (_, n) => first + n))
  t.equal(new Set(used).size, used.length)
  t.ok(Math.min(...used) >= 15_000 && Math.max(...used) < 17_000)
})

t.test('a program that ends is started again, one that is retired is not', async (t) => {
  const started: ChildProcess[] = []
  const told: number[] = []
  const kept = keepRunning({
    start() {
      const child = spawn('sleep', ['60'])
      started.push(child)
      return child
    },
    ended: (_code, pauseMs) => void told.push(pauseMs),
    now: Date.now,
    firstPauseMs: 5,
  })
  started[0]?.kill('SIGKILL')
  await waitFor(() => started.length === 2, { what: 'it runs again' })
  started[1]?.kill('SIGKILL')
  await waitFor(() => started.length === 3, { what: 'and again' })
  t.same(told, [5, 10], 'each time later')
  kept.retire()
  await waitFor(() => started[2]?.signalCode === 'SIGUSR1', { what: 'the last was told to end' })
  t.equal(started.length, 3)
})

t.test('a program that is not there is told too', async (t) => {
  const codes: (number | null)[] = []
  const kept = keepRunning({
    start: () => spawn('/nonexistent/sipp'),
    ended: (code) => void codes.push(code),
    now: Date.now,
    firstPauseMs: 60_000,
  })
  await waitFor(() => codes.length === 1, { what: 'told' })
  t.same(codes, [null])
  kept.retire()
})

t.test('the switch keeps the rate when only on or off is said, and refuses nonsense', async (t) => {
  t.same(parseSwitch({ on: true }, 20), { on: true, callsPerMinute: 20 })
  t.same(parseSwitch({ on: true, callsPerMinute: 12 }), { on: true, callsPerMinute: 12 })
  for (const bad of [null, {}, { on: 'yes' }, { on: true, callsPerMinute: 0 }, { on: true, callsPerMinute: 601 }])
    t.equal(parseSwitch(bad), undefined)
  t.equal(callerList().split('\n').length, 202)
})
