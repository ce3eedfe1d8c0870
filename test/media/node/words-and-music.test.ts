// The music behind words is in their file: nothing is asked of the audio part when words are over, only when that file runs out.
import t from 'tap'
import { MemoryAudio } from '#media/memory/audio.ts'
import { MemoryDialog } from '#media/memory/wire.ts'
import type { PlayFile } from '#media/node/audio.ts'
import type { NodeCore } from '#media/node/core.ts'
import { Legs, newLeg } from '#media/node/legs.ts'
import { endPlay, startPlay } from '#media/node/playing.ts'
import { type KeptLeg, kept, restoreLegs } from '#media/node/restore.ts'
import type { DialogSnapshot } from '#media/sip/api.ts'
import { HandClock } from '#test/media/sip/hand-clock.ts'

const MUSIC_MS = 20_000
const WORDS_MS = 3_000
const ROUND_MS = 64_000

const played: string[] = []
const audioOf = (id: string) =>
  Object.assign(new MemoryAudio(id, () => 0), {
    play: async ({ path }: PlayFile, times: number | 'forever') => void played.push(`${path} ${times}`),
  })
const dialogOf = () =>
  Object.assign(new MemoryDialog('l', '1', {}, () => {}), { snapshot: () => ({}) as DialogSnapshot })

function rig(musicIsThere = true) {
  played.length = 0
  const clock = new HandClock()
  const told: string[] = []
  const work: Promise<void>[] = []
  const core = {
    ...{ settings: { node: 'm1' }, clock, legs: new Legs(), keep: () => {}, keepNow: () => {} },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    audio: { restore: () => audioOf('again') },
    sip: { restoreDialog: dialogOf },
    prompts: {
      async prepare([sound]: { type: string }[]) {
        if (sound?.type === 'music' && !musicIsThere) throw new Error('there is no such music')
        const [path, durationMs] = sound?.type === 'music' ? ['music', ROUND_MS] : ['words', WORDS_MS]
        return { path, durationMs, missing: [] }
      },
      goOn: async (music: PlayFile, stoodMs: number) => ({ ...music, path: `music from ${stoodMs}`, fromMs: stoodMs }),
      wordsAndMusic: async ({ file }: { file: PlayFile }, music: PlayFile, stoodMs: number) => ({
        ...{ path: `${file.path}, ${music.path} from ${stoodMs}`, durationMs: WORDS_MS + MUSIC_MS },
        music: { fromMs: stoodMs, musicMs: MUSIC_MS, roundMs: ROUND_MS },
      }),
    },
    later: (_leg: unknown, _order: string, run: () => Promise<void>) => void work.push(run()),
    tell: (_leg: unknown, news: { type: string; playId?: string; reason?: string }) =>
      told.push(`${news.playId} ${news.reason}`),
  } as unknown as NodeCore
  const leg = newLeg({
    ...{
      legId: 'l',
      callId: 'c',
      direction: 'in',
      from: { number: '1', name: '' },
      to: '2',
      origin: undefined,
      tags: {},
    },
    ...{ owner: { kind: 'call', id: 'c' }, startedAt: 0, audio: audioOf('audio') },
    stage: { mode: 'up', dialog: dialogOf() },
  })
  core.legs.add(leg)
  const settled = async () => {
    for (let n = 0; n < 10; n++) await new Promise(setImmediate)
    await Promise.all(work)
  }
  const pass = async (ms: number) => {
    clock.pass(ms)
    await settled()
  }
  const of = { type: 'play', callId: 'c', legId: 'l' } as const
  const music = (playId: string) =>
    startPlay(core, leg, { ...of, playId, sounds: [{ type: 'music', musicId: 'default' }], repeat: 'forever' })
  const words = (playId: string) => {
    const next = { playId: `${playId}-music`, musicId: 'default' }
    startPlay(core, leg, { ...of, playId, sounds: [{ type: 'file', promptId: 'sorry' }], repeat: 1, next })
  }
  return { core, leg, told, music, words, pass, settled }
}

t.test('words over music are one file with what follows of it; it is played on where that file ends', async (t) => {
  const { core, leg, told, music, words, pass, settled } = rig()
  music('m')
  await settled()
  await pass(10_000)
  words('w')
  await settled()
  t.same(played, ['music forever', 'words, music from 10000 1'])
  await pass(WORDS_MS + 100)
  t.same(told, ['m stopped', 'w finished'])
  t.equal(leg.playing?.playId, 'w-music', 'the music is what plays now')
  t.equal(played.length, 2, 'and nothing was asked for it')
  music('w-music')
  await settled()
  t.equal(played.length, 2, 'nor by its own order')
  await pass(MUSIC_MS)
  t.same(played.slice(2), ['music from 30000 forever'])
  await pass(5_000)
  words('again')
  await settled()
  t.equal(played.at(-1), 'words, music from 35000 1', 'it stood there')
  await pass(1_000)
  endPlay(core, leg, 'stopped')
  await pass(60_000)
  t.equal(played.length, 4, 'what was stopped plays nothing more')
})

t.test('a process that starts anew under such music plays it on in time', async (t) => {
  const { core, leg, music, words, pass, settled } = rig()
  music('m')
  words('w')
  await settled()
  await pass(WORDS_MS + 100)
  const written = JSON.parse(JSON.stringify(kept(leg))) as KeptLeg
  core.legs.remove(leg)
  leg.playing?.cancel()
  restoreLegs(core, [written], new Set())
  await pass(MUSIC_MS)
  t.same(played.slice(1), [`music from ${MUSIC_MS} forever`])
})

t.test('music that cannot be had takes no words away: it fails when it should begin', async (t) => {
  const { told, words, pass, settled } = rig(false)
  words('w')
  await settled()
  t.same(played, ['words 1'])
  await pass(WORDS_MS + 100)
  t.same(told, ['w finished', 'w-music failed'])
})
