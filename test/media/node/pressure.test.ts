// How many new calls come in when more are offered than are carried: the node finds it out by itself.
import t from 'tap'
import { manualClock } from '#engine/clock/manual.ts'
import { callArrived } from '#media/node/arrivals.ts'
import type { NodeCore } from '#media/node/core.ts'
import { watchInflow } from '#media/node/inflow.ts'
import { Pressure } from '#media/node/pressure.ts'
import type { IncomingInvite } from '#media/sip/api.ts'

const TICK_MS = 10

/** An engine that takes `capacity` calls a second, one after the other; `offered` a second come for `seconds`. */
function served(pressure: Pressure, from: number, o: { capacity: number; offered: number; seconds: number }) {
  const line: number[] = []
  const waits: number[] = []
  let [due, credit, entered] = [0, 0, 0]
  for (let now = from; now < from + o.seconds * 1_000; now += TICK_MS) {
    for (due += (o.offered * TICK_MS) / 1_000; due >= 1; due--) {
      if (!pressure.enters(now)) continue
      entered++
      line.push(now)
    }
    credit = Math.min(1, credit) + (o.capacity * TICK_MS) / 1_000
    for (; credit >= 1 && line.length > 0; credit--) {
      const waited = now - line.shift()!
      waits.push(waited)
      pressure.waited('engine', waited, now)
    }
    pressure.waited('loop', 0, now)
  }
  return { entered, waits, left: line.length, end: from + o.seconds * 1_000 }
}

t.test('as many as are carried come in, whatever is offered, and those inside do not wait long', async (t) => {
  const pressure = new Pressure(0)
  const rush = served(pressure, 0, { capacity: 20, offered: 50, seconds: 120 })
  t.ok(pressure.turnedAway > 3_000, `${pressure.turnedAway} of 6,000 are turned away`)
  t.ok(rush.entered > 0.7 * 20 * 120, `${rush.entered} of the 2,400 that are carried come in`)
  const late = rush.waits.slice(rush.waits.length / 2).filter((ms) => ms > 3_000)
  t.ok(late.length === 0, `none of the later ones waits for long (${late.length})`)
  const after = served(pressure, rush.end, { capacity: 20, offered: 5, seconds: 60 })
  t.equal(pressure.bound, undefined, 'when few come nothing is bound')
  const before = pressure.turnedAway
  const calm = served(pressure, after.end, { capacity: 20, offered: 18, seconds: 60 })
  t.equal(pressure.turnedAway, before, 'nobody is turned away below what is carried')
  t.ok(calm.entered >= 1_078)
})

t.test('a process that stood still, and an engine that was away, turn nobody away', async (t) => {
  const clock = manualClock(0)
  const log: string[] = []
  const told = { info: () => {}, warn: (_: object, text: string) => void log.push(text), error: () => {} }
  const sip = { now: () => clock.steady(), after: (ms: number, run: () => void) => afterOn(clock, ms, run) }
  const inflow = watchInflow(sip, told)
  for (let n = 0; n < 30; n++) {
    clock.advance(100)
    t.ok(inflow.enters())
    inflow.taken(20)
  }
  // all that waited comes at once, late by eight seconds; then it is as before
  for (let n = 0; n < 100; n++) inflow.taken(8_000 - n)
  for (let n = 0; n < 30; n++) {
    clock.advance(100)
    if (!inflow.enters()) t.fail(`turned away ${n}`)
    inflow.taken(20)
  }
  t.same(inflow.now(), { bound: undefined, turnedAway: 0 })
  t.same(log, [])
})

t.test('who is turned away hears 503 and when to come again, at once, and nothing of him is begun', async (t) => {
  const heard: unknown[] = []
  const core = {
    ...{ tries: { came: () => 'new' }, enters: () => false, settings: { maxLegs: 9 }, legs: { size: 0 } },
  } as unknown as NodeCore
  const invite = { sent: { request: 'one', no: 0 }, reject: (...said: unknown[]) => void heard.push(said) }
  callArrived(core, invite as unknown as IncomingInvite)
  t.same(heard, [[503, undefined, { 'Retry-After': '5' }]])
})

function afterOn(clock: ReturnType<typeof manualClock>, ms: number, run: () => void): () => void {
  const timer = clock.after(ms, run)
  return () => timer.cancel()
}
