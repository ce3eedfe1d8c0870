// The media node without SIP and sound, for bench and tests: the same orders and news by the same code, scripted callers and
// phones, time from the clock that is handed in.
import { randomUUID } from 'node:crypto'
import type { Clock } from '#engine/ports/clock.ts'
import { type Media, MediaFault } from '#engine/ports/media.ts'
import type { ActorRef, Answer } from '#engine/protocol/actors.ts'
import type { LegTruth, MediaAnswer, MediaHello, MediaNews, NewsEnvelope, Sound } from '#engine/protocol/media.ts'
import { callArrived } from '#media/node/arrivals.ts'
import type { NodeCore, PreparedSounds } from '#media/node/core.ts'
import { Fence } from '#media/node/fence.ts'
import { keyPressed } from '#media/node/keys.ts'
import { type Leg, Legs, overIn, randomId, truthOf } from '#media/node/legs.ts'
import { Lines } from '#media/node/lines.ts'
import { loadOrders } from '#media/node/order.ts'
import { OrderDesk } from '#media/node/order-desk.ts'
import type { SipClock } from '#media/sip/api.ts'
import { type MemoryAudio, memoryAudio } from './audio.ts'
import { CallerOfScript, type CallerScript, type MemoryCaller, PhoneOfScript, type PhoneScript } from './scripts.ts'
import { type MemoryCall, memoryStack } from './wire.ts'

export interface MemorySettings {
  node: string
  clock: Clock
  /** News as they happen. What the owner answers is waited for only by who takes `taken`. */
  onNews(owner: ActorRef, envelope: NewsEnvelope, taken?: (answer: Answer) => void): void
  /** The phone of a user, address or number that is dialled. Undefined = not registered. */
  phone(target: string): PhoneScript | undefined
  /** how long a sound is, undefined = it is missing; by default 1 s for a file, 200 ms a character, 60 s for music */
  soundMs?(sound: Sound): number | undefined
  maxLegs?: number
  /** what the owner of an arrival answers counts, and `onNews` tells it; else every caller is taken */
  heeds?: true
  /** ids of calls and legs, where they must be repeatable */
  newId?(letter: 'c' | 'l'): string
}

export interface MemoryMedia extends Media {
  /** A call comes in. */
  caller(script: CallerScript): MemoryCaller
  /** A phone that the node has called, by the leg's id, while it is up or ringing. */
  phoneOf(legId: string): PhoneOfScript | undefined
  truth(): LegTruth[]
  drain(on: boolean): void
  /** As if the node had died: orders are not answered and nobody hears of it. */
  silent: boolean
  readonly counts: { orders: number; news: number }
}

const SILENCE = { info: () => {}, warn: () => {}, error: () => {} }

const usualMs = (sound: Sound): number => {
  if (sound.type === 'text') return sound.text.length * 200
  if (sound.type === 'silence') return sound.ms
  return sound.type === 'music' ? 60_000 : 1000
}

function prepared(sounds: readonly Sound[], soundMs: (sound: Sound) => number | undefined): PreparedSounds {
  const missing: string[] = []
  let durationMs = 0
  for (const sound of sounds) {
    const ms = soundMs(sound)
    if (ms === undefined) missing.push(`there is no such sound: ${JSON.stringify(sound)}`)
    durationMs += ms ?? 0
  }
  if (missing.length === sounds.length) throw new Error(missing.join('; '))
  return { path: '', durationMs, missing }
}

export async function memoryMedia(settings: MemorySettings): Promise<MemoryMedia> {
  const { node, clock } = settings
  const counts = { orders: 0, news: 0 }
  const phones = new Map<string, PhoneOfScript>()
  const callers = new Map<string, CallerOfScript>()
  // `call-arrived` is told before callArrived comes back
  let arriving: Leg | undefined
  const untold = new Set<MediaNews>()
  const core = coreOf(settings, phones, (leg, news, taken) => {
    counts.news++
    if (news.type === 'call-arrived') arriving = core.legs.find(news.callId, news.legId)
    const heard = (answer: Answer) => {
      untold.delete(news)
      taken?.(answer)
    }
    if (settings.heeds && news.type === 'leg-ended') untold.add(news)
    settings.onNews(leg.owner, { id: randomUUID(), node, at: clock.now(), news }, heard)
    if (!settings.heeds) taken?.({ ok: true })
  })
  const desk = new OrderDesk(core, await loadOrders(), new Fence())
  const truth = () => core.legs.all().flatMap((leg) => truthOf(leg, node, core.clock.now()) ?? [])
  const alive = (to: string) => {
    if (to !== node || media.silent) throw new MediaFault(`media node ${to}: no-responder`, true)
  }
  const media: MemoryMedia = {
    silent: false,
    counts,
    async order(to, envelope): Promise<MediaAnswer> {
      alive(to)
      counts.orders++
      const answer = desk.take(envelope)
      const { order } = envelope
      if (order.type === 'collect' && answer.ok) callers.get(order.legId)?.collectBegun()
      return answer
    },
    async legs(of) {
      alive(of)
      return [...truth(), ...overIn(untold)]
    },
    nodes(): MediaHello[] {
      const { draining } = core.sip
      return media.silent ? [] : [{ node, at: clock.steady(), kind: 'memory', legs: core.legs.size, draining }]
    },
    caller(script) {
      const caller: CallerOfScript = new CallerOfScript(core.clock, script, (digit) => {
        const leg = core.legs.find(caller.callId, caller.legId)
        if (leg) keyPressed(core, leg, digit, 'rtp')
      })
      arriving = undefined
      if (core.sip.draining || media.silent) caller.invite.reject(503)
      else callArrived(core, caller.invite)
      if (!arriving) return caller
      const { legId, audio } = arriving as Leg
      caller.begin(arriving, audio as MemoryAudio)
      callers.set(legId, caller)
      caller.onEnded = () => callers.delete(legId)
      return caller
    },
    phoneOf: (legId) => phones.get(legId),
    truth,
    drain: (on) => (on ? core.sip.drain(0) : core.sip.undrain()),
  }
  return media
}

type OpenCore = { -readonly [Key in keyof NodeCore]: NodeCore[Key] }

function coreOf(
  settings: MemorySettings,
  phones: Map<string, PhoneOfScript>,
  tell: (leg: Pick<Leg, 'legId' | 'owner'>, news: MediaNews, taken?: (answer: Answer) => void) => void,
): NodeCore {
  const { clock, node, maxLegs = 1_000_000, soundMs = usualMs } = settings
  const sipClock: SipClock = {
    now: () => clock.steady(),
    after(ms, run) {
      const timer = clock.after(ms, run)
      return () => timer.cancel()
    },
  }
  const lines = new Lines()
  const legs = new Legs()
  const core: OpenCore = {
    settings: { node, domain: 'memory', maxLegs, unansweredMs: 30_000 },
    clock: sipClock,
    audio: memoryAudio(() => clock.steady()),
    sip: memoryStack((call) => phoneRings(core, phones, settings, call)),
    prompts: {
      prepare: async (sounds) => prepared(sounds, soundMs),
      goOn: async (music, fromMs) => ({ ...music, fromMs }),
      wordsAndMusic: async ({ file, times }, { durationMs }, fromMs) => ({
        ...{ path: file.path, durationMs: file.durationMs * times + durationMs },
        music: { fromMs, musicMs: durationMs, roundMs: durationMs },
      }),
    },
    legs,
    // its callers come to it alone, and once
    tries: { came: () => 'new', last: async () => 0 },
    passOver: (legId) => legs.passOver(legId),
    log: SILENCE,
    deviceOf: async () => 'phone',
    newId: settings.newId ?? randomId,
    tell(leg, news, taken) {
      tell(leg, news, taken)
    },
    later: (leg, order, work) =>
      lines.add(leg.callId, async () => {
        try {
          await work()
        } catch (fault) {
          const { callId, legId } = leg
          tell(leg, { type: 'order-failed', callId, legId, order, detail: String(fault) })
        }
      }),
    keep: () => {},
    keepNow: () => {},
    keepJob: () => {},
    wall: () => clock.now(),
    short: () => false,
    enters: () => true,
    traced: () => {},
  }
  return core
}

function phoneRings(
  core: NodeCore,
  phones: Map<string, PhoneOfScript>,
  settings: MemorySettings,
  call: MemoryCall,
): void {
  const callId = call.call.headers?.['X-Call-Id'] ?? ''
  const leg = core.legs
    .ofCall(callId)
    .find(({ stage }) => stage.mode === 'dialling' && (stage.outgoing as MemoryCall | undefined) === call)
  // hung up before it could ring
  if (!leg) return
  const script = settings.phone(leg.to)
  if (!script) {
    call.reject(480, 'Not registered')
    return
  }
  const phone = new PhoneOfScript(core.clock, call, { legId: leg.legId, audio: leg.audio as MemoryAudio }, script)
  phones.set(leg.legId, phone)
  phone.onEnded = () => phones.delete(leg.legId)
}
