// One queue's day as the call log, the ledger, the wallboard and the reports count it, and as the phones saw it.
import type { CallDetail } from '#engine/protocol/api.ts'
import type { Fact } from '#engine/protocol/ledger.ts'
import { newTally, type Tally, tallyOf } from '#test/kit/bookkeeping.ts'
import type { World } from './world.ts'

const SETTLE_MS = 90_000
const LOOK_MS = 1_000

/** What projections say is asked until it is enough; they come behind. */
export async function settled<Value>(ask: () => Promise<Value>, enough: (value: Value) => boolean): Promise<Value> {
  for (const until = Date.now() + SETTLE_MS; ; ) {
    const value = await ask()
    if (enough(value) || Date.now() > until) return value
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}

export async function ofCounters(
  { company, callers, supervisor }: World,
  calls: CallDetail[],
  facts: Fact[],
): Promise<string[]> {
  const wrong: string[] = []
  const [queueId = ''] = company.queueIds
  const log = tallyOf(calls).get(queueId) ?? newTally()
  const sums: [string, Tally][] = [
    ['call log', log],
    ['ledger', ledgerTally(facts, queueId)],
  ]
  await supervisor.watch()
  const board = await settled(
    async () => supervisor.queues.get(queueId),
    (queue) => queue?.waiting.length === 0 && queue.today.offered >= log.offered,
  )
  if (!board) wrong.push('the wallboard does not show the queue')
  else sums.push(['wallboard', board.today])
  sums.push(['report', await reported(supervisor, queueId, log)])
  for (const [name, sum] of sums) {
    if (sum.offered !== sum.answered + sum.abandoned + sum.overflowed) wrong.push(`${name}: ${said(sum)}`)
    if (said(sum) !== said(log)) wrong.push(`${name} says ${said(sum)}, the call log ${said(log)}`)
  }
  const talked = callers.filter(({ talkAt }) => talkAt !== undefined).length
  // one whose agent's phone broke is answered twice
  const answered = calls.filter(({ queues }) => queues.some(({ left }) => left === 'answered')).length
  if (answered !== talked) wrong.push(`${talked} callers heard an agent, ${answered} are logged as answered`)
  return wrong
}

const said = ({ offered, answered, abandoned, overflowed }: Tally): string =>
  `${offered} offered, ${answered} answered, ${abandoned} abandoned, ${overflowed} overflowed`

function ledgerTally(facts: readonly Fact[], queueId: string): Tally {
  const of = (type: string) => facts.filter(({ actor, body }) => actor === queueId && body.type === type).length
  return {
    offered: of('call-queued'),
    answered: of('call-answered'),
    abandoned: of('call-left'),
    overflowed: of('call-overflowed'),
  }
}

/** What ClickHouse counts. */
async function reported(supervisor: World['supervisor'], queueId: string, log: Tally): Promise<Tally> {
  const hour = 3_600_000
  const path = () =>
    `/reports/queue-interval?from=${Date.now() - 12 * hour}&to=${Date.now() + hour}&queues=${queueId}&step=1440`
  const sum = async (): Promise<Tally> => {
    const { rows } = await supervisor.call<{ rows: Record<string, number>[] }>('GET', path())
    const tally = newTally()
    for (const row of rows) for (const name of Object.keys(tally) as (keyof Tally)[]) tally[name] += Number(row[name])
    return tally
  }
  return settled(sum, (tally) => said(tally) === said(log))
}
