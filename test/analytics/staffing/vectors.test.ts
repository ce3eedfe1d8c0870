// Every staffing vector (fixtures/wfm/staffing-vectors.json, from the project's data folder) to its own tolerance.
import { readFileSync } from 'node:fs'
import t from 'tap'
import { blending } from '#analytics/staffing/blending.ts'
import { erlangA } from '#analytics/staffing/erlang-a.ts'
import { erlangB, loadFor } from '#analytics/staffing/erlang-b.ts'
import { erlangC } from '#analytics/staffing/erlang-c.ts'
import { erlangX } from '#analytics/staffing/erlang-x.ts'
import { nDesign } from '#analytics/staffing/n-design.ts'
import { agentsForErlangC } from '#analytics/staffing/need.ts'
import { garnett, halfinWhitt } from '#analytics/staffing/square-root.ts'

interface Vector {
  id: string
  model: string
  input: Record<string, number>
  expected: Record<string, number>
  relTol: number
}

const { vectors } = JSON.parse(
  readFileSync(new URL('../../fixtures/wfm/staffing-vectors.json', import.meta.url), 'utf8'),
) as { vectors: Vector[] }

type Answer = Record<string, number>
const MODELS: Record<string, (input: Record<string, number>) => Answer> = {
  erlangB: (i) => ({ pBlock: erlangB(i.servers!, i.erlangs!) }),
  'erlangB.traffic': (i) => ({ erlangs: loadFor(i.servers!, i.pBlock!) }),
  erlangC(i) {
    const rate = i.calls! / i.intervalS!
    const { asa, ...rest } = erlangC(rate, i.ahtS!, i.agents!, i.awtS!)
    return { ...rest, asaS: asa, erlangs: rate * i.ahtS! }
  },
  'erlangC.agents'(i) {
    const need = agentsForErlangC({
      rate: i.calls! / i.intervalS!,
      aht: i.ahtS!,
      within: i.awtS!,
      serviceLevel: i.target!,
      maxOccupancy: i.maxOccupancy!,
    })
    return { agents: need.agents, serviceLevel: need.serviceLevel }
  },
  erlangA: (i) => ({ ...erlangA(i as never) }) as Answer,
  erlangX: (i) => ({ ...erlangX(i as never) }) as Answer,
  blending: (i) => ({ ...blending(i as never) }) as Answer,
  'multiskill.N': (i) => ({ ...nDesign(i as never) }) as Answer,
  halfinWhitt: (i) => ({ pWait: halfinWhitt(i.beta!) }),
  garnett: (i) => ({ pWait: garnett(i.beta!, i.thetaOverMu!) }),
}

for (const vector of vectors) {
  t.test(`${vector.model} ${vector.id} agrees with its exact value`, async (t) => {
    const answer = MODELS[vector.model]!(vector.input)
    for (const [name, wanted] of Object.entries(vector.expected)) {
      const got = answer[name] ?? Number.NaN
      const off = wanted === 0 ? Math.abs(got) : Math.abs(got / wanted - 1)
      t.ok(off <= vector.relTol, `${name}: ${got}, wanted ${wanted}`)
    }
  })
}
