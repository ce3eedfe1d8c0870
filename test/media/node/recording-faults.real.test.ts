// Parts die under recorded calls: the recording is made from what is on disk, as long as the call was, and says what is missing.
import { readFile } from 'node:fs/promises'
import t from 'tap'
import { decodeWav } from '#media/audio/wav.ts'
import { strengthOf } from '#test/kit/audio.ts'
import { TestNode } from '#test/kit/media-node.ts'
import { waitFor } from '#test/kit/wait.ts'
import { answered } from './callers.ts'

/** A second and more of what a caller says, and hears of another. */
async function recorded(node: TestNode, recordingId: string) {
  const caller = await answered(node)
  const formats: ('wav' | 'mp3')[] = ['wav', 'mp3']
  const { callId, legId } = caller
  t.same(await node.order({ type: 'start-recording', callId, legId, recordingId, formats }), { ok: true })
  const startedAt = performance.now()
  return { ...caller, lasted: () => performance.now() - startedAt }
}

/** What is recorded is time: so much of it has passed. */
const spoken = (lasted: () => number, ms: number) => waitFor(() => lasted() >= ms, { what: `${ms} ms are spoken` })

const lengthOf = async (node: TestNode, path: string) => {
  const { channels, rate } = decodeWav(await readFile(node.path('out', path)))
  return { ms: (channels[0]!.length * 1000) / rate, said: channels[0]! }
}

t.test('the process dies while the files are made: the next one makes them and tells', async (t) => {
  const node = await TestNode.start()
  t.teardown(() => node.stop())
  const { callId, call, lasted } = await recorded(node, 'rec1')
  await spoken(lasted, 1200)
  const atLeast = lasted()
  await node.order({ type: 'stop-recording', callId, recordingId: 'rec1' })
  await node.restartNode()
  const { files, durationMs } = await node.heard('recording-ready')
  t.same(
    files.map(({ format }) => format),
    ['wav', 'mp3'],
  )
  t.ok(durationMs >= atLeast - 300, `${durationMs} ms of ${atLeast}`)
  const { ms, said } = await lengthOf(node, files[0]!.path)
  t.ok(Math.abs(ms - durationMs) < 50)
  t.ok(strengthOf(1000, said.subarray(-4000)) > 1500, 'to its end')
  t.equal((await node.legs()).length, 1, 'the call goes on')
  call.audio.close()
})

t.test('the process dies with the call: who hung up meanwhile has his recording all the same', async (t) => {
  const node = await TestNode.start()
  t.teardown(() => node.stop())
  const { call, legId, lasted } = await recorded(node, 'rec2')
  await spoken(lasted, 1200)
  call.dialog.bye()
  await node.heard('leg-ended', (news) => news.legId === legId)
  await node.restartNode()
  t.ok((await node.heard('recording-ready')).durationMs > 1000)
  call.audio.close()
})

t.test(
  'rtpengine dies under it: as long as the call, with what was said before, and the gap told with its reason',
  async (t) => {
    const node = await TestNode.start({ redis: true })
    t.teardown(() => node.stop())
    const { callId, call, lasted } = await recorded(node, 'rec3')
    await spoken(lasted, 1200)
    node.rtpengine.kill('SIGKILL')
    const diedAt = lasted()
    await node.rtpengine.rise()
    await spoken(lasted, diedAt + 3_000)
    const atLeast = lasted()
    await node.order({ type: 'stop-recording', callId, recordingId: 'rec3' })
    const { files, durationMs, gaps = [] } = await node.heard('recording-ready')
    t.ok(durationMs >= atLeast - 300, `${durationMs} ms of ${atLeast}`)
    const { said } = await lengthOf(node, files[0]!.path)
    t.ok(strengthOf(1000, said.subarray(0, 4000)) > 1500, 'before')
    t.ok(strengthOf(1000, said.subarray(-4000)) > 1500, 'after')
    t.match(gaps, [{ reason: 'sound-restarted' }])
    t.equal(gaps.length, 1)
    t.ok(Math.abs(gaps[0]!.fromMs - diedAt) < 1000, `from ${gaps[0]!.fromMs}, died at ${diedAt}`)
    call.audio.close()
  },
)
