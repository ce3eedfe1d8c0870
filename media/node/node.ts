// The media node: takes orders from the bus, obeys them by the files of `orders/`, sends news, says hello every second.
import { randomUUID } from 'node:crypto'
import type { Bus } from '#engine/ports/bus.ts'
import { subjects } from '#engine/protocol/actors.ts'
import type { LegTruth, MediaAsk, MediaHello, MediaNews } from '#engine/protocol/media.ts'
import type { IncomingInvite, SipClock, SipStack } from '#media/sip/api.ts'
import { stoppable } from '#media/sip/clock.ts'
import { callArrived } from './arrivals.ts'
import type { AudioDriver, Device } from './audio.ts'
import { audioRestarted } from './audio-restart.ts'
import type { NodeCore, NodeLog, NodeSettings, Prompts } from './core.ts'
import { watchDeadParties } from './dead-parties.ts'
import { Fence } from './fence.ts'
import { type Inflow, watchInflow } from './inflow.ts'
import { mixAgain } from './joining.ts'
import type { Journal } from './journal.ts'
import { keyPressed } from './keys.ts'
import { type Leg, Legs, overIn, type RecordingJob, randomId, truthOf } from './legs.ts'
import { Lines } from './lines.ts'
import { loadOrders } from './order.ts'
import { OrderDesk } from './order-desk.ts'
import { type News, Outbox, withoutSecret } from './outbox.ts'
import { patiently } from './patience.ts'
import { finishRecording } from './recording.ts'
import { type KeptLeg, kept, restoreLegs } from './restore.ts'
import type { SipTrace } from './sip-trace.ts'
import { spaceChanged, watchSpace } from './space.ts'
import { Tries } from './tries.ts'

const HELLO_MS = 1000
const DRAIN_RETRY_MS = 5000

export interface NodeParts {
  settings: NodeSettings
  clock: SipClock
  bus: Bus
  audio: AudioDriver
  prompts: Prompts
  journal: Journal
  log: NodeLog
  /** nothing is recorded while less than this is free in the folder */
  space?: { folder: string; lowBytes: number }
  /** what is said by SIP, for a call's page */
  trace?: SipTrace
  deviceOf(user: string): Promise<Device>
  /** the stack, with this node as the one that takes new calls */
  startSip(onInvite: (call: IncomingInvite) => void): Promise<SipStack>
}

export interface MediaNode {
  counts(): {
    legs: number
    newsWaiting: number
    recordingsToMake: number
    newsLost: number
    orders: ReadonlyMap<string, number>
    refused: ReadonlyMap<string, number>
  }
  truth(): LegTruth[]
  /** the disk is nearly full: nothing is recorded */
  short(): boolean
  /** new calls a second that may come in at present, undefined for no bound; callers turned away since the start */
  inflow(): { bound: number | undefined; turnedAway: number }
  /** no new calls; those that are up go on */
  drain(on: boolean): void
  /** leaves every call up: a new process goes on with them */
  stop(): Promise<void>
}

export async function startNode(given: NodeParts): Promise<MediaNode> {
  const clock = stoppable(given.clock)
  const parts = { ...given, clock }
  const { bus, settings, journal, log } = parts
  const lost = { news: 0 }
  const inflow = watchInflow(clock, log)
  const outbox = new Outbox({
    ...{ bus, clock, newId: randomUUID },
    onLost(news) {
      lost.news++
      log.error({ call: news.callId, news: news.type }, 'news lost: nobody took it')
    },
    onTaken: inflow.taken,
    onChange: (key, waiting) =>
      journal.put(`news.${key}`, () => (waiting.length > 0 ? waiting.map(withoutSecret) : undefined)),
  })
  const tries = new Tries({ bus, clock, late: () => core.sip.ear.late })
  const core = coreOf(parts, outbox, tries, inflow.enters)
  // before the socket opens, a call has nowhere to go; after it, restored dialogs must be there
  const early: IncomingInvite[] = []
  let ready = false
  core.sip = await parts.startSip((invite) => (ready ? callArrived(core, invite) : void early.push(invite)))
  const fence = new Fence(() => journal.put('epochs', () => fence.epochs()))
  await restore(core, outbox, journal, fence)
  ready = true
  for (const invite of early) callArrived(core, invite)
  parts.audio.onDigit((audio, digit) => {
    const leg = core.legs.byAudio(audio.id)
    if (leg) keyPressed(core, leg, digit, 'rtp')
  })
  parts.audio.onRestart(() => audioRestarted(core))
  parts.audio.onMixLost((audio) => {
    const leg = core.legs.byAudio(audio.id)
    if (leg) mixAgain(core, leg)
  })
  const space = given.space && watchSpace({ ...given.space, clock }, (...now) => spaceChanged(core, ...now))
  core.short = () => space?.short ?? false
  const desk = new OrderDesk(core, await loadOrders(), fence)
  const asked = await bus.subscribe(subjects.media(settings.node), (value, _subject, answer) => {
    answer?.(reply(core, desk, outbox, value as MediaAsk))
  })
  const triesAsked = await tries.open()
  const traceAsked = await parts.trace?.open(bus)
  const stored = await bus.subscribe(subjects.soundStored, (value) => prepareSound(core, value))
  bus.onConnection((connected) => connected && outbox.wake())
  const hello = sayHello(parts, core, inflow)
  const pulses = watchDeadParties(core)
  return {
    counts: () => ({
      ...{ legs: core.legs.size, newsWaiting: outbox.waiting, newsLost: lost.news },
      recordingsToMake: toMakeBy(journal),
      ...{ orders: desk.orders, refused: desk.refused },
    }),
    truth: () => truth(core),
    short: () => core.short(),
    inflow: inflow.now,
    drain: (on) => drain(core, on),
    async stop() {
      hello.stop()
      pulses.stop()
      space?.stop()
      await asked.stop()
      await stored.stop()
      await triesAsked.stop()
      await traceAsked?.stop()
      // from here on nothing that fails because we stop is what becomes of a call
      outbox.stop()
      journal.freeze()
      clock.stop()
      await core.sip.stop()
      await journal.flush()
      await parts.audio.close()
    },
  }
}

/** Made when it is uploaded: a caller would wait for its conversion in silence. */
function prepareSound(core: NodeCore, value: unknown): void {
  const { promptId } = value as { promptId: string }
  void core.prompts.prepare([{ type: 'file', promptId }]).catch((fault: unknown) => {
    core.log.warn({ err: fault, promptId }, 'an uploaded sound cannot be played')
  })
}

type OpenCore = { -readonly [Key in keyof NodeCore]: NodeCore[Key] }

function coreOf(parts: NodeParts, outbox: Outbox, tries: Tries, enters: () => boolean): OpenCore {
  const { settings, clock, audio, prompts, log, journal } = parts
  const lines = new Lines()
  const core: OpenCore = {
    ...{ settings, clock, audio, prompts, log, tries, enters },
    // put in place before anybody can ask for it
    sip: undefined as unknown as SipStack,
    legs: new Legs(),
    deviceOf: parts.deviceOf,
    traced: ({ callId, legId, direction, from, to }, sipCallId) =>
      parts.trace?.belongs({ callId, legId, direction, party: direction === 'in' ? from.number : to }, sipCallId),
    newId: randomId,
    tell: (leg, news, taken) => outbox.tell(leg.legId, leg.owner, news, taken),
    later: (leg, order, work) =>
      lines.add(leg.callId, async () => {
        await patiently(clock, work).catch((fault) => orderFailed(core, leg, order, fault))
        // only now is the audio what a new process must know of
        if (core.legs.find(leg.callId, leg.legId)) core.keep(leg)
      }),
    wall: () => Date.now(),
    short: () => false,
    keepJob(recordingId, job) {
      if (job) journal.putNow(`recording.${recordingId}`, job)
      else journal.put(`recording.${recordingId}`, () => undefined)
    },
    passOver(legId) {
      core.legs.passOver(legId)
      journal.put('past', () => core.legs.past())
    },
    keepNow: (leg) => journal.putNow(`leg.${leg.legId}`, kept(leg)),
    keep(leg) {
      journal.put(`leg.${leg.legId}`, () => kept(leg))
      if (leg.stage.mode === 'ended' && leg.direction === 'out') journal.put('past', () => core.legs.past())
    },
  }
  return core
}

function orderFailed(
  core: NodeCore,
  leg: Leg,
  order: Extract<MediaNews, { type: 'order-failed' }>['order'],
  fault: unknown,
) {
  const { callId, legId } = leg
  const detail = fault instanceof Error ? fault.message : String(fault)
  core.log.error({ call: callId, leg: legId, order, err: fault }, 'order failed')
  if (leg.stage.mode !== 'ended') core.tell(leg, { type: 'order-failed', callId, legId, order, detail })
}

async function restore(core: NodeCore, outbox: Outbox, journal: Journal, fence: Fence): Promise<void> {
  const found = journal.all()
  const legs: KeptLeg[] = []
  const untold = new Set<string>()
  for (const [key, value] of found) {
    if (key === 'epochs') fence.restore(value as [number, number][])
    else if (key === 'past') core.legs.restorePast(value as string[])
    else if (key.startsWith('recording.')) finishRecording(core, value as RecordingJob)
    else if (key.startsWith('leg.')) legs.push(value as KeptLeg)
    else if (key.startsWith('news.')) {
      const [legId, news] = [key.slice('news.'.length), value as News[]]
      // a caller whom nobody has taken yet is told anew, by whoever waits for the answer to it
      if (news.length === 1 && news[0]?.news.type === 'call-arrived') untold.add(legId)
      else outbox.restore(legId, news)
    }
  }
  if (legs.length > 0) core.log.info({ found: legs.length, up: restoreLegs(core, legs, untold) }, 'legs restored')
  const swept = await core.audio.sweep()
  if (swept > 0) core.log.info({ swept }, 'audio without a leg removed')
}

function reply(core: NodeCore, desk: OrderDesk, outbox: Outbox, ask: MediaAsk): unknown {
  if (ask.type === 'order') return desk.take(ask.envelope)
  // a leg is not gone before its owner has heard so: the news says more than its absence
  if (ask.type === 'legs') return [...truth(core), ...overIn(outbox.untaken())]
  drain(core, ask.on)
  return { ok: true }
}

const truth = (core: NodeCore): LegTruth[] =>
  core.legs.all().flatMap((leg) => truthOf(leg, core.settings.node, core.clock.now()) ?? [])

function drain(core: NodeCore, on: boolean): void {
  if (on) core.sip.drain(DRAIN_RETRY_MS)
  else core.sip.undrain()
}

function inflowSaid(inflow: Inflow): Pick<MediaHello, 'inflow'> {
  const { bound, turnedAway } = inflow.now()
  if (bound === undefined) return turnedAway > 0 ? { inflow: { turnedAway } } : {}
  return { inflow: { perSecond: Math.round(bound * 10) / 10, turnedAway } }
}

/** One is made after the other, in a thread of its own, and each waits in the journal. */
const toMakeBy = (journal: Journal): number => journal.count('recording.')

function sayHello(
  { bus, settings, audio, clock, journal }: NodeParts,
  core: NodeCore,
  inflow: Inflow,
): { stop(): void } {
  let cancel = () => {}
  const say = () => {
    const { node } = settings
    const toMake = toMakeBy(journal)
    const hello: MediaHello = {
      ...{ node, at: clock.now(), kind: audio.kind },
      ...{ legs: core.legs.size, draining: core.sip.draining, ...(core.short() ? { noSpace: true } : {}) },
      ...inflowSaid(inflow),
      ...(toMake > 0 ? { recordingsToMake: toMake } : {}),
    }
    bus.publish(subjects.mediaHello(node), hello)
    cancel = clock.after(HELLO_MS, say)
  }
  say()
  return { stop: () => cancel() }
}
