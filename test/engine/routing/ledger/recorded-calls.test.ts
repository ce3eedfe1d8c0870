// Recorded calls as fixtures: each life in them is decided again and must come to its recorded end. A bug report becomes
// a file here. first-call.json was recorded by test/e2e/first-call.e2e.test.ts from real SIP and a real browser.
import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import type { DecisionRecord } from '#engine/protocol/ledger.ts'
import { replay } from '#engine/routing/ledger/replay.ts'
import { loadMachines } from '#engine/routing/machines.ts'

const folder = new URL('../../../fixtures/calls/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.json'))

t.test('there are recorded calls', async (t) => {
  t.ok(files.length > 0)
})

for (const file of files) {
  t.test(`${file}: every decision comes out as it was recorded`, async (t) => {
    const machines = await loadMachines()
    const lives = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as [string, DecisionRecord[]][]
    for (const [key, records] of lives) {
      const { differs } = replay(machines.get(records[0]!.kind)!, records)
      t.same(differs, [], `${key}: ${records.length} decisions`)
    }
    const ended = lives
      .filter(([key]) => key.startsWith('call.'))
      .map(([, records]) => records.flatMap((each) => each.facts))
    t.ok(ended.length > 0)
    for (const facts of ended)
      t.equal(facts.filter((fact) => fact.type === 'call-ended').length, 1, 'the call ends once')
  })
}
