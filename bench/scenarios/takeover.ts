// An engine that dies before every single message of a centre's life, one after the other; another takes over.
import { defineScenario } from '#bench/kit/scenario.ts'
import { loadMachines } from '#engine/routing/machines.ts'
import { liveThrough } from '../kit/sim/takeover.ts'

export default defineScenario({
  name: 'takeover',
  about: 'a crash before every message and append of a life: nobody hung up, forgotten, rung twice or counted twice',
  options: [
    { name: 'lag', label: { zh: '丢失的末尾写入数', en: 'last appends that are lost' }, type: 'number', default: 0 },
  ],
  async run({ lag = 0 }, progress) {
    const machines = await loadMachines()
    const calm = await liveThrough(machines, { lag: 0 })
    const notes: string[] = []
    for (let at = 0; at < calm.inLife; at++) {
      const { wrong } = await liveThrough(machines, { at, lag }, calm.appendsAt)
      if (wrong.length > 0) notes.push(`before message ${at}: ${wrong.join('; ')}`)
      progress.show(at + 1, calm.inLife, `${notes.length} broken`)
    }
    return {
      columns: [{ name: 'moments' }, { name: 'appends lost' }, { name: 'broken' }],
      rows: [[calm.inLife, lag, notes.length]],
      notes,
      ok: notes.length === 0 && calm.wrong.length === 0,
    }
  },
})
