// The mock's routes of rosters: list, view, changes with dry run and versions, generate, re-plan, import, export.
import type { ImportPreview } from '#engine/protocol/planning.ts'
import type { NewRoster, RosterChanges, RosterConsequences } from '#engine/protocol/roster.ts'
import { type MockAnswer, type MockAsked, refuse } from './asked.ts'
import type { MockJobs } from './plan-jobs.ts'
import { createPeopleRoutes } from './roster-people.ts'
import { applied, createRosterWorld, dutyOf, type MockRoster, viewOf } from './roster-world.ts'

const ok = (json: unknown): MockAnswer => ({ status: 200, json })

function preview(body: unknown, dryRun: boolean): MockAnswer {
  const lines = String(body).trim().split(/\r?\n/).slice(1)
  const bad = lines.flatMap((line, n) => (line.split(',').length < 3 ? [n + 2] : []))
  const json: ImportPreview = {
    what: 'roster',
    rows: lines.length,
    accepted: lines.length - bad.length,
    problems: bad.map((row) => ({
      row,
      cell: `C${row}`,
      column: 'shift',
      text: { zh: '没有这个班次', en: 'There is no such shift' },
    })),
    moreProblems: 0,
    notes: [],
    questions: [],
    sample: lines.slice(0, 4).map((line) => {
      const [number = '', date = '', shift = ''] = line.split(',')
      return { number, date, shift }
    }),
    imported: !dryRun,
  }
  return ok(json)
}

function exported({ duties }: MockRoster): MockAnswer {
  const lines = [...duties.values()].map(({ agentId, date, shiftId }) => `${agentId},${date},${shiftId}`)
  return {
    status: 200,
    bytes: Buffer.from(`\uFEFFagent,date,shift\r\n${lines.join('\r\n')}\r\n`),
    type: 'text/csv',
  }
}

export function createRosterRoutes(now: number, jobs: MockJobs): (asked: MockAsked) => MockAnswer | undefined {
  const world = createRosterWorld(now)
  const people = createPeopleRoutes(world)

  function changes(roster: MockRoster, { body, query }: MockAsked): MockAnswer {
    const asked = body as RosterChanges
    if (asked.version !== roster.info.version) return refuse(409, 'changed-meanwhile')
    const after = applied(roster, asked.changes)
    const { duties, coverage, faults, costs, fairness } = viewOf(after)
    const dryRun = query.get('dryRun') === 'true'
    if (!dryRun) {
      roster.duties = after.duties
      Object.assign(roster.info, { version: roster.info.version + 1, cost: costs.total })
    }
    const json: RosterConsequences = { version: roster.info.version, duties, coverage, faults, costs, fairness }
    return ok(json)
  }

  /** A roster's work names its roster from the start, so that a reloaded page finds it. */
  function begin({ info }: MockRoster, title: string, lastsMs: number): MockAnswer {
    return ok(Object.assign(jobs.start('roster', title, lastsMs, info.id), { resultId: info.id }))
  }

  function replan(roster: MockRoster, { date, absent }: { date: string; absent: string[] }): MockAnswer {
    for (const agentId of absent) roster.duties.delete(`${agentId} ${date}`)
    roster.info.version += 1
    return begin(roster, `${roster.info.name} ${date}`, 1_500)
  }

  /** Fills free days of what the plan lacks, so that a roster that was generated looks so. */
  function generate(roster: MockRoster, { budgetSeconds }: { budgetSeconds: number }): MockAnswer {
    for (const [n, { agentId }] of roster.agents.entries())
      for (const [day, { date }] of viewOf(roster).coverage.entries()) {
        const duty = dutyOf(agentId, date, ['early', 'day', 'middle', 'late'][(n + Math.floor(day / 7)) % 4] ?? 'day')
        if (duty && (day + n) % 7 < 5 && !roster.duties.has(`${agentId} ${date}`))
          roster.duties.set(`${agentId} ${date}`, duty)
      }
    const { costs } = viewOf(roster)
    Object.assign(roster.info, {
      version: roster.info.version + 1,
      cost: costs.total,
      bound: Math.round(costs.total * 0.9),
    })
    return begin(roster, roster.info.name, budgetSeconds * 1_000)
  }

  function one(roster: MockRoster, verb: string | undefined, asked: MockAsked): MockAnswer {
    const { method, body } = asked
    if (verb === undefined && method === 'GET') return ok(viewOf(roster))
    if (!asked.session?.rights.includes('plan')) return refuse(403, 'not-allowed')
    if (verb === undefined && method === 'DELETE') {
      world.rosters.delete(roster.info.id)
      return ok(roster.info)
    }
    if (verb === 'changes') return changes(roster, asked)
    if (verb === 'publish' || verb === 'withdraw') {
      roster.info = {
        ...roster.info,
        state: verb === 'publish' ? 'published' : 'draft',
        version: roster.info.version + 1,
      }
      if (verb === 'publish') roster.info.publishedAt = Date.now()
      return ok(roster.info)
    }
    if (verb === 'generate') return generate(roster, body as { budgetSeconds: number })
    if (verb === 'replan') return replan(roster, body as { date: string; absent: string[] })
    return refuse(404, 'not-found')
  }

  function rosters(asked: MockAsked, id: string | undefined, verb: string | undefined): MockAnswer {
    if (asked.session?.role === 'agent') return refuse(403, 'not-allowed')
    if (id === undefined && asked.method === 'GET') return ok([...world.rosters.values()].map((roster) => roster.info))
    if (id === undefined) return ok(world.create(asked.body as NewRoster).info)
    const roster = world.rosters.get(id)
    return roster ? one(roster, verb, asked) : refuse(404, 'not-found')
  }

  return (asked) => {
    const [, top, area, kind, id, verb] = asked.path.split('/')
    // another planner's change, for the tests of a conflict
    if (top === 'mock' && area === 'roster-changed') {
      for (const roster of world.rosters.values()) roster.info.version += 1
      return ok({})
    }
    if (area !== 'plan') return undefined
    if (kind === 'rosters') return rosters(asked, id, verb)
    if (kind === 'import' && asked.query.get('what') === 'roster')
      return preview(asked.body, asked.query.get('dryRun') === 'true')
    if (kind === 'export' && asked.query.get('what') === 'roster') {
      const roster = world.rosters.get(asked.query.get('id') ?? '')
      return roster ? exported(roster) : refuse(404, 'not-found')
    }
    return people(asked, kind, id, verb)
  }
}
