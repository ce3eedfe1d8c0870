// The mock's routes of people in a roster: own duties, swaps, leave, attendance.
import type { AdherenceNow, AttendanceRow, Duty, Leave, MyRoster, SwapRequest } from '#engine/protocol/roster.ts'
import { addDays } from '#web/src/lib/plan/forecast-dates.ts'
import { datesFrom } from '#web/src/lib/roster/dates.ts'
import { type MockAnswer, type MockAsked, refuse } from './asked.ts'
import { createOfferRoutes } from './roster-offers.ts'
import { type RosterWorld, SHIFTS } from './roster-world.ts'

const ok = (json: unknown): MockAnswer => ({ status: 200, json })

/** Late, early, absent: by number and day, the same in every run. */
function attended(
  duty: Duty | undefined,
  n: number,
  day: number,
): Pick<AttendanceRow, 'workedStart' | 'workedEnd' | 'state'> {
  const turn = (n * 5 + day * 3) % 19
  if (!duty) return { workedStart: 540, workedEnd: 720, state: 'unplanned' }
  if (turn === 7) return { workedStart: null, workedEnd: null, state: 'absent' }
  const late = turn % 6 === 2 ? 4 + turn : 0
  const early = turn % 7 === 3 ? 6 + turn : 0
  const state = late && early ? 'late-and-left-early' : late ? 'late' : early ? 'left-early' : 'present'
  return { workedStart: duty.startsAt + late, workedEnd: duty.endsAt - early, state }
}

function dayOf(
  duty: Duty | undefined,
  n: number,
  day: number,
  future: boolean,
): Omit<AttendanceRow, 'agentId' | 'number' | 'name' | 'date'> {
  const worked = future ? { workedStart: null, workedEnd: null, state: 'to-come' as const } : attended(duty, n, day)
  const plannedMs = duty ? (duty.endsAt - duty.startsAt) * 60_000 : 0
  const workedMs = ((worked.workedEnd ?? 0) - (worked.workedStart ?? 0)) * 60_000
  return {
    ...worked,
    plannedStart: duty?.startsAt ?? null,
    plannedEnd: duty?.endsAt ?? null,
    plannedMs,
    workedMs,
    lateMs: duty && worked.workedStart !== null ? (worked.workedStart - duty.startsAt) * 60_000 : 0,
    earlyMs: duty && worked.workedEnd !== null ? (duty.endsAt - worked.workedEnd) * 60_000 : 0,
    adherence: duty && !future ? Math.min(1, workedMs / plannedMs) : null,
  }
}

export function createPeopleRoutes(
  world: RosterWorld,
): (
  asked: MockAsked,
  kind: string | undefined,
  id: string | undefined,
  verb: string | undefined,
) => MockAnswer | undefined {
  const published = () => [...world.rosters.values()].filter((one) => one.info.state === 'published')
  const leaves: (Leave & { agentId: string })[] = []
  const leave: (MyRoster['leave'][number] & { agentId: string })[] = []

  function mine(agentId: string, from: string, to: string): MockAnswer {
    const inside = ({ date }: { date: string }): boolean => date >= from && date < to
    const duties = published()
      .flatMap((roster) => [...roster.duties.values()])
      .filter(inside)
    const agents = published().flatMap((roster) => roster.agents)
    const json: MyRoster = {
      duties: duties.filter((duty) => duty.agentId === agentId),
      shifts: SHIFTS,
      leave: [...published().flatMap((roster) => roster.leave), ...leave].filter(
        (one) => one.agentId === agentId && inside(one),
      ),
      leaves: leaves.filter((one) => one.agentId === agentId),
      allowance: { days: 10, taken: 3, asked: leaves.length },
      swaps: world.swaps.filter((swap) => swap.fromAgentId === agentId || swap.toAgentId === agentId),
      colleagues: agents
        .filter((agent) => agent.agentId !== agentId)
        .slice(0, 20)
        .map((agent) => ({
          agentId: agent.agentId,
          name: agent.name,
          duties: duties.filter((duty) => duty.agentId === agent.agentId && duty.date > world.today),
        })),
    }
    return ok(json)
  }

  function trade(swap: SwapRequest): void {
    const roster = world.rosters.get(swap.rosterId)
    if (!roster) return
    const [a, b] = [`${swap.fromAgentId} ${swap.fromDate}`, `${swap.toAgentId} ${swap.toDate}`]
    const [given, got] = [roster.duties.get(a), roster.duties.get(b)]
    roster.duties.delete(a)
    roster.duties.delete(b)
    if (given) roster.duties.set(`${swap.toAgentId} ${swap.fromDate}`, { ...given, agentId: swap.toAgentId })
    if (got) roster.duties.set(`${swap.fromAgentId} ${swap.toDate}`, { ...got, agentId: swap.fromAgentId })
  }

  function swaps({ method, body, session }: MockAsked, id: string | undefined, verb: string | undefined): MockAnswer {
    if (method === 'GET') return session?.rights.includes('plan') ? ok(world.swaps) : refuse(403, 'not-allowed')
    if (id === undefined) {
      const asked = body as Pick<SwapRequest, 'fromDate' | 'toAgentId' | 'toDate' | 'note'>
      const names = new Map(published().flatMap((one) => one.agents.map((agent) => [agent.agentId, agent.name])))
      const swap: SwapRequest = {
        ...asked,
        id: `swap-${world.swaps.length + 1}`,
        rosterId: published()[0]?.info.id ?? '',
        fromAgentId: session?.agentId ?? '',
        fromName: session?.name ?? '',
        toName: names.get(asked.toAgentId) ?? '',
        state: 'asked',
        askedAt: Date.now(),
      }
      world.swaps.unshift(swap)
      return ok(swap)
    }
    const swap = world.swaps.find((one) => one.id === id)
    if (!swap) return refuse(404, 'not-found')
    const states = { agree: 'agreed', refuse: 'refused', withdraw: 'withdrawn', approve: 'approved' } as const
    const state = states[verb as keyof typeof states]
    if (!state || (state === 'approved' && swap.state !== 'agreed')) return refuse(409, 'command-not-possible')
    if (state === 'approved') trade(swap)
    Object.assign(swap, { state }, state === 'agreed' ? {} : { decidedAt: Date.now() })
    return ok(swap)
  }

  function attendance(from: string, to: string): MockAnswer {
    const rows: AttendanceRow[] = []
    for (const { info, agents, duties } of published())
      for (const [n, agent] of agents.entries())
        for (const [day, date] of datesFrom(info.from, info.days).entries()) {
          const duty = duties.get(`${agent.agentId} ${date}`)
          if (date < from || date >= to || (!duty && (n + day) % 31 !== 0)) continue
          rows.push({
            agentId: agent.agentId,
            number: agent.number,
            name: agent.name,
            date,
            ...dayOf(duty, n, day, date > world.today),
          })
        }
    return ok(rows)
  }

  /** One in five is late, one takes no break. */
  function adherence(): MockAnswer {
    const now = Date.now()
    const rows = (published()[0]?.agents ?? []).slice(0, 40).map(({ agentId, number, name }, n): AdherenceNow => {
      const deviation = n % 5 === 3 ? 'not-there' : n % 11 === 7 ? 'no-break' : null
      return {
        ...{ agentId, number, name, deviation },
        planned: n % 11 === 7 ? 'break' : 'working',
        ...{ plannedSince: now - 3_600_000, plannedUntil: now + 7_200_000 },
        mode: n % 5 === 3 ? 'signed-out' : n % 3 === 0 ? 'talking' : 'ready',
        deviatesSince: deviation ? now - (n + 1) * 67_000 : null,
        alarmMinutes: 10,
      }
    })
    return ok(rows)
  }

  const offers = createOfferRoutes()
  return (asked, kind, id, verb) => {
    const offered = offers(asked, kind, id, verb)
    if (offered) return offered
    const { query, session, body } = asked
    const [from, to] = [query.get('from') ?? '', query.get('to') ?? '']
    if (kind === 'my-roster') return session?.agentId ? mine(session.agentId, from, to) : refuse(403, 'not-allowed')
    if (kind === 'swaps') return swaps(asked, id, verb)
    if (kind === 'attendance') return session?.role === 'agent' ? refuse(403, 'not-allowed') : attendance(from, to)
    if (kind === 'adherence') return session?.role === 'agent' ? refuse(403, 'not-allowed') : ok(adherence())
    if (kind === 'my-leave' && id !== undefined) {
      const mine = leaves.find((one) => one.id === id)
      if (mine) mine.state = 'withdrawn'
      return ok(mine ?? {})
    }
    if (kind === 'my-leave') {
      const wanted = body as { from: string; to: string; reason: string }
      for (let date = wanted.from; date <= wanted.to; date = addDays(date, 1))
        leave.push({ agentId: session?.agentId ?? '', date, reason: wanted.reason, state: 'asked' })
      const { from: fromDate, to: toDate, reason } = wanted
      const made = { id: `leave-${leaves.length + 1}`, fromDate, toDate, reason, state: 'asked' as const }
      leaves.push({ ...made, agentId: session?.agentId ?? '' })
      return ok(made)
    }
    return undefined
  }
}
