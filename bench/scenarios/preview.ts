// How long a planner waits for the preview of a large file, and how long the gateway's loop stands still meanwhile.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { defineScenario } from '#bench/kit/scenario.ts'
import { fileReader } from '#engine/planning/files/thread.ts'
import { fileOf } from '#engine/planning/files/write.ts'
import { done } from '#engine/records/record/outcome.ts'

const FROM = Date.parse('2022-01-01T00:00:00Z')
const SLOT_MS = 15 * 60_000

const rowOf = (n: number): [string, number, number] => {
  const at = new Date(FROM + n * SLOT_MS).toISOString()
  return [`${at.slice(0, 10)} ${at.slice(11, 16)}`, n % 97, 120 + (n % 240)]
}

export default defineScenario({
  name: 'preview',
  about: 'the preview of a planner’s file of many quarter-hours, CSV and xlsx, in the gateway’s thread of files',
  options: [
    { type: 'number', name: 'rows', label: { zh: '行数', en: 'rows' }, default: 150_000 },
    { type: 'number', name: 'times', label: { zh: '次数', en: 'times each' }, default: 3 },
  ],
  async run({ rows = 0, times = 0 }, progress) {
    const table = { head: ['时间', '呼入量', '平均处理时长'], rows: Array.from({ length: rows }, (_, n) => rowOf(n)) }
    const reader = fileReader()
    const told: (string | number)[][] = []
    let ok = true
    for (const [at, format] of (['csv', 'xlsx'] as const).entries()) {
      const bytes = await fileOf(table, format)
      const took: number[] = []
      const loop = monitorEventLoopDelay({ resolution: 1 })
      loop.enable()
      for (let n = 0; n < times; n++) {
        progress.show(at * times + n, 2 * times, format)
        const from = performance.now()
        const read = await reader.read(bytes, { what: 'history', today: '2026-11-29' }, async ({ preview }) =>
          done(preview.accepted),
        )
        took.push(performance.now() - from)
        ok &&= read.ok && read.value === rows
      }
      loop.disable()
      took.sort((a, b) => a - b)
      const ms = [took[0]!, took[Math.floor(took.length / 2)]!, loop.max / 1e6].map((each) => each.toFixed(0))
      told.push([format, (bytes.length / 1e6).toFixed(1), ...ms])
    }
    return {
      columns: [
        { name: 'file' },
        { name: 'size', unit: 'MB' },
        { name: 'shortest', unit: 'ms' },
        { name: 'median', unit: 'ms' },
        { name: 'loop held at most', unit: 'ms' },
      ],
      rows: told,
      notes: [`${rows} rows, ${times} times each; ${ok ? 'every row was accepted' : 'ROWS WERE REFUSED'}`],
      ok,
    }
  },
})
