// Playing to a leg: prepared beside the line (speech takes a while), started in it, ended by time or by whoever stops it.
import type { MediaNews, MediaOrder, Next } from '#engine/protocol/media.ts'
import type { WordsAndMusic } from './audio.ts'
import { collectAgain } from './collects.ts'
import type { NodeCore, PreparedSounds } from './core.ts'
import type { Leg, Playing } from './legs.ts'
import { patience } from './patience.ts'

type PlayOrder = Extract<MediaOrder, { type: 'play' }>
type Reason = Extract<MediaNews, { type: 'play-ended' }>['reason']

/** rtpengine begins a frame or two late; the last syllable must not be cut. */
const TAIL_MS = 60

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

/** Words are over: their music, in the same file behind them, is heard already. */
function musicAfter(core: NodeCore, leg: Leg, { next, behind, endsAt }: Playing): boolean {
  if (!next || leg.stage.mode === 'ended') return false
  const music = musicNext(next)
  leg.playing = music
  if (!behind || endsAt === undefined) prepareAndPlay(core, leg, music)
  else {
    const { fromMs, musicMs, roundMs } = behind
    const since = endsAt - TAIL_MS
    music.music = { musicId: next.musicId, fromMs, since, durationMs: roundMs }
    playOnAt(core, leg, music, since + musicMs)
    // made now, it is there by then
    goingOn(core, music, (fromMs + musicMs) % roundMs).catch(() => undefined)
  }
  return true
}

/** The file with the words holds some of the music: then it goes round by itself, from where that ends. */
export function playOnAt(core: NodeCore, leg: Leg, playing: Playing, runsOutAt: number): void {
  playing.runsOutAt = runsOutAt
  playing.cancel = core.clock.after(Math.max(0, runsOutAt - core.clock.now()), () => {
    if (leg.playing !== playing) return
    const { music } = playing
    if (music) leg.musicAt = { musicId: music.musicId, ms: standsAt(music, runsOutAt) }
    prepareAndPlay(core, leg, playing)
  })
}

const standsAt = ({ fromMs, since, durationMs }: NonNullable<Playing['music']>, at: number): number =>
  Math.round(fromMs + at - since) % durationMs

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

function prepareAndPlay(core: NodeCore, leg: Leg, playing: Playing): void {
  const tryAgain = patience(core.clock)
  void prepared(core, leg, playing).then(
    ({ fromMs, both, ...file }) =>
      core.later(leg, 'play', async () => {
        if (leg.playing !== playing || leg.stage.mode === 'ended') return
        try {
          await leg.audio.play(both ?? file, both ? 1 : playing.repeat)
        } catch (fault) {
          if (tryAgain(fault)) throw fault
          return failed(core, leg, playing, fault)
        }
        playing.behind = both?.music
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

interface Ready extends PreparedSounds {
  /** of music: where in it this begins */
  fromMs: number
  /** of words with music behind them: what is played */
  both?: WordsAndMusic | undefined
}

async function prepared(core: NodeCore, leg: Leg, playing: Playing): Promise<Ready> {
  const { sounds, repeat, next } = playing
  const file = await core.prompts.prepare(sounds)
  if (next && repeat !== 'forever')
    return { ...file, fromMs: 0, both: await withMusic(core, leg, { file, times: repeat }, next) }
  const musicId = musicOf(playing)
  if (musicId === undefined || leg.musicAt?.musicId !== musicId) return { ...file, fromMs: 0 }
  return { ...file, ...(await core.prompts.goOn(file, leg.musicAt.ms)) }
}

/** Music that cannot be had takes no words from anybody: that it is missing is told when it should begin. */
async function withMusic(
  { prompts }: NodeCore,
  { musicAt }: Leg,
  words: { file: PreparedSounds; times: number },
  { musicId }: Next,
): Promise<WordsAndMusic | undefined> {
  try {
    const music = await prompts.prepare([{ type: 'music', musicId }])
    return await prompts.wordsAndMusic(words, music, musicAt?.musicId === musicId ? musicAt.ms : 0)
  } catch {
    return undefined
  }
}

const goingOn = async ({ prompts }: NodeCore, { sounds }: Playing, stoodMs: number) =>
  prompts.goOn(await prompts.prepare(sounds), stoodMs)

function musicBegun(core: NodeCore, playing: Playing, { durationMs }: PreparedSounds, fromMs: number): void {
  const musicId = musicOf(playing)
  if (musicId !== undefined && durationMs > 0) playing.music = { musicId, fromMs, since: core.clock.now(), durationMs }
}

function musicStopped(core: NodeCore, leg: Leg, { music }: Playing): void {
  if (music) leg.musicAt = { musicId: music.musicId, ms: standsAt(music, core.clock.now()) }
}

function begun(core: NodeCore, leg: Leg, playing: Playing, { durationMs, missing }: PreparedSounds): void {
  playing.missing = missing
  if (missing.length > 0) core.log.warn({ call: leg.callId, leg: leg.legId, missing }, 'sounds are missing')
  playing.runsOutAt = undefined
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
