// The audio part was started anew: what it still knows goes on, what it has forgotten is ended, and nothing else is touched.
import t from 'tap'
import { MemoryAudio } from '#media/memory/audio.ts'
import { MemoryCall, MemoryDialog } from '#media/memory/wire.ts'
import type { PlayFile } from '#media/node/audio.ts'
import { audioRestarted } from '#media/node/audio-restart.ts'
import type { NodeCore } from '#media/node/core.ts'
import { type DialOrder, type Leg, Legs, newLeg, type Stage } from '#media/node/legs.ts'
import { HandClock } from '#test/media/sip/hand-clock.ts'

const quiet = { info: () => {}, warn: () => {}, error: () => {} }

class Audio extends MemoryAudio {
  readonly did: string[] = []
  override async play(): Promise<void> {
    this.did.push('play')
  }
  gone = false
  override async restarted(): Promise<boolean> {
    if (!this.gone) this.did.push('restarted')
    return !this.gone
  }
}

function rig() {
  const clock = new HandClock()
  const told: string[] = []
  const work: Promise<void>[] = []
  const byes: string[] = []
  const core = {
    ...{ settings: { node: 'm1' }, clock, log: quiet, legs: new Legs(), keep: () => {}, keepNow: () => {} },
    prompts: {
      prepare: async () => ({ path: 'p.wav', durationMs: 1000, missing: [] }),
      goOn: async (music: PlayFile) => ({ ...music, fromMs: 0 }),
      wordsAndMusic: () => Promise.reject(new Error('no words here')),
    },
    later: (_leg: Leg, _order: string, run: () => Promise<void>) => void work.push(run()),
    tell: (leg: Leg, news: { type: string; by?: string }) =>
      told.push(`${leg.legId} ${news.type} ${news.by ?? ''}`.trim()),
  } as unknown as NodeCore
  const leg = (legId: string, stage: Stage): Leg & { audio: Audio } => {
    const made = newLeg({
      ...{ legId, callId: 'c', direction: 'in', from: { number: '1', name: '' }, to: '2', origin: undefined, tags: {} },
      ...{ owner: { kind: 'call', id: 'c' }, startedAt: 0, audio: new Audio(`audio-${legId}`, () => 0), stage },
    })
    core.legs.add(made)
    return made as Leg & { audio: Audio }
  }
  const up = (legId: string) =>
    leg(legId, { mode: 'up', dialog: new MemoryDialog(legId, '1', {}, () => byes.push(legId)) })
  const settled = async () => {
    for (let n = 0; n < 5; n++) await new Promise(setImmediate)
    await Promise.all(work)
  }
  return { core, told, byes, leg, up, settled }
}

t.test('a leg whose audio is there goes on, and hears from the beginning what was being played', async (t) => {
  const { core, told, byes, up, settled } = rig()
  const [talks, hearsMusic] = [up('talks'), up('music')]
  hearsMusic.playing = {
    ...{ playId: 'p', sounds: [{ type: 'music', musicId: 'default' }], repeat: 'forever', endsAt: undefined },
    ...{ missing: [], cancel: () => {} },
  }
  audioRestarted(core)
  await settled()
  t.same(talks.audio.did, ['restarted'])
  t.same(hearsMusic.audio.did, ['restarted', 'play'])
  t.same([told, byes], [[], []], 'nobody is told or hung up')
})

t.test('a leg whose audio is gone is hung up as a fault, and only that one', async (t) => {
  const { core, told, byes, up, settled } = rig()
  const gone = up('gone')
  up('stays')
  gone.audio.gone = true
  audioRestarted(core)
  await settled()
  t.same(byes, ['gone'])
  t.same(told, ['gone leg-ended us'])
  t.same(gone.audio.did, [])
  t.same(
    core.legs.all().map(({ legId }) => legId),
    ['stays'],
  )
})

t.test('who waits or rings is left alone though its audio is gone: the next step makes it anew', async (t) => {
  const { core, told, leg, settled } = rig()
  const order = { type: 'dial' } as DialOrder
  const outgoing = new MemoryCall({} as never)
  leg('rings', { mode: 'dialling', order, outgoing, ringing: true, ringsUntil: 1 }).audio.gone = true
  leg('waits', { mode: 'arriving', invite: {} as never }).audio.gone = true
  audioRestarted(core)
  await settled()
  t.same(told, [])
  t.equal(outgoing.state, 'calling')
  t.equal(core.legs.size, 2)
})
