// Playing to a leg: prepared beside the line (speech takes a while), started in it, ended by time or by whoever stops it.
import type { MediaNews, MediaOrder, Next } from '#engine/protocol/media.ts'
import { collectAgain } from './collects.ts'
import type { NodeCore, PreparedSounds } from './core.ts'
import type { Leg, Playing } from './legs.ts'
import { patience } from './patience.ts'

type PlayOrder = Extract<MediaOrder, { type: 'play' }>
type Reason = Extract<MediaNews, { type: 'play-ended' }>['reason']

/**
 * rtpengine begins a frame or two late; the last syllable must not be cut. From the last packet of words to the first of the
 * music after them 221–325 ms were measured (median 250, 20 times, this node alone, 2026-11-30): more than this span explains.
 */
const TAIL_MS = 60

/** The music after words is looked for while they are said. */
const ahead = new WeakMap<Playing, ReturnType<typeof prepared>>()

export function startPlay(core: NodeCore, leg: Leg, order: PlayOrder): void {
  // music that has gone on by itself
  if (leg.playing?.playId === order.playId) return
  endPlay(core, leg, 'stopped')
  leg.playing = playingOf(order)
  collectAgain(core, leg, 'loud')
  prepareAndPlay(core, leg, leg.playing)
}

const playingOf = ({ playId, sounds, repeat, next }: Pick<PlayOrder, 'playId' | 'sounds' | 'repeat' | 'next'>) => ({
  ...{ playId, sounds, repeat, next },
  ...{ endsAt: undefined, missing: [], cancel: () => {} },
})

/** Words are over and their music is heard at once: asking whoever ordered them takes longer than anybody likes to wait. */
function musicAfter(core: NodeCore, leg: Leg, playing: Playing): boolean {
  if (!playing.next || leg.stage.mode === 'ended') return false
  leg.playing = musicNext(playing.next)
  prepareAndPlay(core, leg, leg.playing, ahead.get(playing))
  return true
}

const musicNext = ({ playId, musicId }: Next): Playing =>
  playingOf({ playId, sounds: [{ type: 'music', musicId }], repeat: 'forever' })

/** From the beginning: whoever played it has forgotten how far it was. */
export function playAgain(core: NodeCore, leg: Leg): void {
  // without an end it is still being prepared, and begins by itself
  const { playing } = leg
  if (!playing || (playing.endsAt === undefined && playing.repeat !== 'forever')) return
  playing.cancel()
  prepareAndPlay(core, leg, playing)
}

function prepareAndPlay(core: NodeCore, leg: Leg, playing: Playing, file = prepared(core, leg, playing)): void {
  const tryAgain = patience(core.clock)
  void file.then(
    ({ fromMs, ...file }) =>
      core.later(leg, 'play', async () => {
        if (leg.playing !== playing || leg.stage.mode === 'ended') return
        try {
          await leg.audio.play(file, playing.repeat)
        } catch (fault) {
          if (tryAgain(fault)) throw fault
          return failed(core, leg, playing, fault)
        }
        begun(core, leg, playing, file)
        musicBegun(core, playing, file, fromMs)
      }),
    (fault: unknown) => failed(core, leg, playing, fault),
  )
}

/** The music of waiting: goes round for ever, and goes on where words interrupted it. */
const musicOf = ({ sounds: [first, ...others], repeat }: Playing): string | undefined =>
  first?.type === 'music' && others.length === 0 && repeat === 'forever' && first.musicId !== 'ring-back'
    ? first.musicId
    : undefined

async function prepared(core: NodeCore, leg: Leg, playing: Playing): Promise<PreparedSounds & { fromMs: number }> {
  const file = await core.prompts.prepare(playing.sounds)
  const { musicAt } = leg
  if (musicAt === undefined || musicAt.musicId !== musicOf(playing)) return { ...file, fromMs: 0 }
  return { ...file, ...(await core.prompts.goOn(file, musicAt.ms)) }
}

function musicBegun(core: NodeCore, playing: Playing, { durationMs }: PreparedSounds, fromMs: number): void {
  const musicId = musicOf(playing)
  if (musicId !== undefined && durationMs > 0) playing.music = { musicId, fromMs, since: core.clock.now(), durationMs }
}

function musicStopped(core: NodeCore, leg: Leg, { music, sounds }: Playing): void {
  if (!music) return
  const { musicId, fromMs, since, durationMs } = music
  const ms = (fromMs + core.clock.now() - since) % durationMs
  leg.musicAt = { musicId, ms }
  // made while the words are said, it is there when they are over
  core.prompts
    .prepare(sounds)
    .then((file) => core.prompts.goOn(file, ms))
    .catch(() => undefined)
}

function begun(core: NodeCore, leg: Leg, playing: Playing, { durationMs, missing }: PreparedSounds): void {
  playing.missing = missing
  if (missing.length > 0) core.log.warn({ call: leg.callId, leg: leg.legId, missing }, 'sounds are missing')
  if (playing.next) {
    const file = prepared(core, leg, musicNext(playing.next))
    file.catch(() => undefined)
    ahead.set(playing, file)
  }
  if (playing.repeat !== 'forever')
    playUntil(core, leg, playing, core.clock.now() + durationMs * playing.repeat + TAIL_MS)
  core.keep(leg)
}

/** Also after a restart: what began before goes on until its time. */
export function playUntil(core: NodeCore, leg: Leg, playing: Playing, endsAt: number): void {
  playing.endsAt = endsAt
  playing.cancel = core.clock.after(Math.max(0, endsAt - core.clock.now()), () => {
    if (leg.playing === playing) endPlay(core, leg, 'finished')
  })
}

function failed(core: NodeCore, leg: Leg, playing: Playing, fault: unknown): void {
  if (leg.playing !== playing) return
  core.log.warn({ call: leg.callId, leg: leg.legId, err: fault }, 'play failed')
  endPlay(core, leg, 'failed', fault instanceof Error ? fault.message : String(fault))
}

export function endPlay(core: NodeCore, leg: Leg, reason: Reason, detail?: string): void {
  const { playing } = leg
  if (!playing) return
  leg.playing = undefined
  musicStopped(core, leg, playing)
  playing.cancel()
  if (reason !== 'finished' || !musicAfter(core, leg, playing))
    core.later(leg, 'stop-play', async () => {
      // another play has begun meanwhile: it has taken its place in rtpengine too
      if (!leg.playing && leg.stage.mode !== 'ended') await leg.audio.stopPlay()
    })
  const { callId, legId } = leg
  const { playId, missing } = playing
  const words = detail ?? (missing.length > 0 ? `left out: ${missing.join('; ')}` : undefined)
  core.tell(leg, { type: 'play-ended', callId, legId, playId, reason, ...(words ? { detail: words } : {}) })
  collectAgain(core, leg, 'quiet')
  core.keep(leg)
}
