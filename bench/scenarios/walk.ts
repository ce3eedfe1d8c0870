// Random calls, step by step: what is pressed, said, lost, late and doubled in any order; each promise looked at after each step.
import { walk } from '#bench/kit/call-walk/life.ts'
import { defineScenario } from '#bench/kit/scenario.ts'
import { callTable } from '#engine/routing/core/call/machine.ts'
import { loadNodes } from '#engine/routing/plug-ins/nodes.ts'

/** steps of one call before everybody hangs up */
const LONGEST = 120
const SHOWN = 20
const EACH = 500

const commandOf = (cell: string): string => cell.split('/')[1] ?? ''

export default defineScenario({
  name: 'walk',
  about: 'random calls by the call machine alone: each ends once and leaves nothing behind; which cells were come to',
  options: [
    { name: 'steps', label: { zh: '步数', en: 'steps' }, type: 'number', default: 1_000_000 },
    { name: 'seed', label: { zh: '种子', en: 'seed' }, type: 'number', default: 1 },
  ],
  async run({ steps = 1_000_000, seed = 1 }, progress) {
    const cells = new Set<string>()
    const broken: string[] = []
    let calls = 0
    let walked = 0
    for (; walked < steps; calls++) {
      const lived = walk(`call-walk-${seed}-${calls}`, LONGEST, cells)
      walked += lived.steps
      if (lived.fault)
        broken.push(`call-walk-${seed}-${calls}: ${lived.fault}; last ${lived.heard.slice(-4).join(' | ')}`)
      if (calls % EACH === 0) {
        progress.show(walked, steps, `${broken.length} broken`)
        // or the bar is not drawn
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    const filled = callTable(await loadNodes()).filled()
    const unseen = filled.filter((cell) => !cells.has(cell))
    const told = new Set([...cells].map(commandOf))
    const untold = new Set(filled.map(commandOf).filter((command) => !told.has(command)))
    return {
      columns: [
        { name: 'steps' },
        { name: 'calls' },
        { name: 'cells come to' },
        { name: 'of' },
        { name: 'broken calls' },
      ],
      rows: [[walked, calls, filled.length - unseen.length, filled.length, broken.length]],
      notes: [...broken.slice(0, SHOWN), `commands never told: ${[...untold].join(', ') || 'none'}`],
      ok: broken.length === 0,
    }
  },
})
