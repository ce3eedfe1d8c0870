// What earlier versions wrote into a media node's journal stays readable: each file in test/fixtures/journal is a journal of
// one of everything. What a newer version wrote is refused in words and left for it.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { memoryBroker } from '#engine/bus/memory.ts'
import { JOURNAL_SHAPE } from '#engine/protocol/shapes.ts'
import { memoryAudio } from '#media/memory/audio.ts'
import { Journal } from '#media/node/journal.ts'
import { startNode } from '#media/node/node.ts'
import { systemClock } from '#media/sip/clock.ts'
import { startSipStack } from '#media/sip/start.ts'

interface Kept {
  version: string
  files: Record<string, { shape?: number; value: unknown }>
}

const folder = new URL('../../fixtures/journal/', import.meta.url)
const fixtures = readdirSync(folder).map(
  (name) => [name, JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Kept] as const,
)
/** the moment the journals were kept, by the steady clock of their machine: later, their session timers would be over */
const KEPT_AT = 17_330_000
const begunAt = systemClock.now()
const clock = { ...systemClock, now: () => KEPT_AT + systemClock.now() - begunAt }
const quiet = { info: () => {}, warn: () => {}, error: () => {} }

/** A node that begins with these files. */
async function begun(t: Test, files: Record<string, unknown>) {
  const dir = t.testdir(Object.fromEntries(Object.entries(files).map(([name, file]) => [name, JSON.stringify(file)])))
  const faults: string[] = []
  const finished: number[] = []
  const audio = {
    ...memoryAudio(() => 0),
    finishRecording: async (_audio: unknown, _formats: unknown, endedAt: number) => {
      finished.push(endedAt)
      return { files: [], durationMs: 1, gaps: [] }
    },
  }
  const node = await startNode({
    ...{ bus: memoryBroker().connect(), audio, clock, log: quiet },
    settings: { node: 'media-test', domain: 'tinglan.test', maxLegs: 50, unansweredMs: 60_000 },
    prompts: {
      prepare: async () => ({ path: '', durationMs: 1000, missing: [] }),
      goOn: async (music) => ({ ...music, fromMs: 0 }),
      wordsAndMusic: () => Promise.reject(new Error('no words here')),
    },
    journal: await Journal.open(dir, (fault) => faults.push(String(fault))),
    deviceOf: async () => 'phone',
    startSip: (onInvite) =>
      startSipStack({
        host: '127.0.0.1',
        port: 0,
        edge: 'sip:127.0.0.1:9;transport=tcp;lr',
        clock,
        onInvite,
      }),
  })
  t.teardown(() => node.stop())
  const legs = node
    .truth()
    .map(({ legId, state, tags, recordingId }) => ({ legId, state, tags, recordingId }))
    .sort((a, b) => a.legId.localeCompare(b.legId))
  return { dir, faults, finished, legs, waiting: node.counts().newsWaiting }
}

for (const [name, { version, files }] of fixtures) {
  t.test(`the journal of ${version} (${name}) is read whole`, async (t) => {
    const { faults, finished, legs, waiting } = await begun(t, files)
    t.same(faults, [])
    t.same(legs.map(({ state }) => state).sort(), ['arriving', 'arriving', 'ringing', 'up'])
    t.match(legs.find(({ state }) => state === 'up')?.tags, { queue: 'q1', priority: 'front' })
    t.equal(finished.length, 1, 'the recording that was to be made')
    t.ok(waiting >= 1, 'news that nobody had taken')
  })

  t.test(`what the version before ${version} wrote had no numbers, and is read too`, async (t) => {
    const plain = Object.fromEntries(Object.entries(files).map(([file, { value }]) => [file, value]))
    const { faults, legs } = await begun(t, plain)
    t.same(faults, [])
    t.equal(legs.length, 4)
  })
}

t.test('a leg of a newer version is refused in words and kept for it; the others go on', async (t) => {
  const { files } = fixtures.at(-1)![1]
  const newer = { ...files, 'leg.agent1.json': { shape: JOURNAL_SHAPE + 1, value: 'whatever it is' } }
  const { dir, faults, legs } = await begun(t, newer)
  t.equal(legs.length, 3)
  t.match(faults, [/journal leg\.agent1\.json has shape 2.*start the newer version/])
  t.ok(existsSync(join(dir, 'leg.agent1.json')))
})
