// What doctor tells of memory, on processes whose pages we know.
import { spawn } from 'node:child_process'
import t from 'tap'
import { heldBy } from '#config/launch/memory.ts'
import { waitFor } from '#test/kit/wait.ts'

t.test('a process is counted with all that came of it; what they share once', async (t) => {
  const alone = heldBy(process.pid)
  t.ok(alone.rssMiB > 20, `${alone.rssMiB} MiB`)
  t.ok((alone.pssMiB ?? 0) > 0 && (alone.pssMiB ?? 0) <= alone.rssMiB)
  // a shell that has a child of its own
  const child = spawn('/bin/sh', ['-c', 'cat; exit 0'], { stdio: ['pipe', 'ignore', 'ignore'] })
  t.teardown(() => child.kill('SIGKILL'))
  await waitFor(() => heldBy(process.pid).processes >= alone.processes + 2, { what: 'shell and cat are there' })
  const family = heldBy(child.pid ?? 0)
  t.equal(family.processes, 2)
  t.ok((family.pssMiB ?? 0) <= family.rssMiB)
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.stdin?.end()
  await gone
  t.equal(heldBy(child.pid ?? 0).rssMiB, 0, 'one that ended holds nothing')
})
