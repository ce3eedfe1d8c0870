// A small disk of the test's own that is filled and freed under a recorded call: recording stops and goes on by itself.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { TestNode } from '#test/kit/media-node.ts'
import { waitFor } from '#test/kit/wait.ts'
import { answered } from './callers.ts'

const skip = process.getuid?.() === 0 ? false : 'only root may mount a disk'

t.test(
  'a disk that fills under a recorded call: the call goes on, the gap is told, and recording comes back',
  { skip },
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'tinglan-full-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', folder])
    t.teardown(() => {
      execFileSync('umount', ['-l', folder])
      rmSync(folder, { recursive: true })
    })
    const node = await TestNode.start({ space: { folder, lowBytes: 20 << 20 } })
    t.teardown(() => node.stop())
    const { callId, legId, call } = await answered(node)
    await node.order({ type: 'start-recording', callId, legId, recordingId: 'rec', formats: ['wav'] })
    const startedAt = performance.now()
    const spoken = (ms: number) => waitFor(() => performance.now() - startedAt >= ms, { what: `${ms} ms are spoken` })
    await spoken(1000)
    writeFileSync(join(folder, 'filler'), Buffer.alloc(60 << 20))
    await waitFor(async () => (await node.hello()).noSpace === true, { what: 'the node says that its disk is full' })
    const fullAt = performance.now() - startedAt
    const second = await answered(node, 2000)
    t.notOk(call.ended(), 'the call is up, and new ones are taken')
    await node.order({
      type: 'start-recording',
      callId: second.callId,
      legId: second.legId,
      recordingId: 'late',
      formats: ['wav'],
    })
    await spoken(fullAt + 1500)
    rmSync(join(folder, 'filler'))
    await waitFor(async () => (await node.hello()).noSpace !== true, { what: 'there is space again' })
    const freeAt = performance.now() - startedAt
    await spoken(freeAt + 1000)
    await node.order({ type: 'stop-recording', callId, recordingId: 'rec' })
    const { durationMs, gaps = [] } = await node.heard('recording-ready')
    t.ok(durationMs > freeAt, `${durationMs} ms`)
    t.match(gaps, [{ reason: 'no-space' }])
    t.equal(gaps.length, 1)
    t.ok(gaps[0]!.fromMs > 900 && gaps[0]!.fromMs < fullAt + 500, `from ${gaps[0]!.fromMs}: full at ${fullAt}`)
    t.ok(gaps[0]!.untilMs < freeAt + 500)
    await node.order({ type: 'stop-recording', callId: second.callId, recordingId: 'late' })
    const late = await node.heard('recording-ready')
    t.match(late.gaps, [{ reason: 'no-space' }])
    t.ok(late.gaps![0]!.fromMs < 500, 'what began meanwhile begins late')
    for (const end of [call.audio, second.call.audio]) end.close()
  },
)
