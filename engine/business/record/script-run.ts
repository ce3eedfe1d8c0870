// A script as it is followed on a call: the run belongs to the call, so whoever serves it next goes on where the last one stood.
import { RUN_STATES, type Script, type ScriptNow, type ScriptRun, type ScriptStep } from '../../protocol/scripts.ts'
import { newId } from '../../records/record/configure.ts'
import { done, type Outcome, refused } from '../../records/record/outcome.ts'
import type { Queries, Sql, Tx } from '../../records/store/postgres.ts'
import { type Actor, type BusinessKind, tableOf } from './kind.ts'
import type { BusinessKinds } from './kinds.ts'
import { namesFor } from './references.ts'
import { type Raw, selectRaw } from './row.ts'
import { shapeOf } from './shape.ts'
import { mirrored } from './write.ts'

/** more would not be chosen from */
const MOST_SCRIPTS = 50

interface Stored extends Omit<Script, 'id'> {
  queueIds: string[]
}

/** In use, for this queue or for every call; the newest first. */
async function scriptsFor(sql: Queries, queueId: string): Promise<Script[]> {
  const rows = await sql<{ id: string; data: Stored }[]>`
    select id, data from biz_scripts where deleted_at is null and data->>'enabled' = 'true'
      and (coalesce(jsonb_array_length(data->'queueIds'), 0) = 0 or data->'queueIds' ? ${queueId})
    order by coalesce(jsonb_array_length(data->'queueIds'), 0) = 0, updated_at desc limit ${MOST_SCRIPTS}`
  return rows.map(({ id, data: { name, purpose, steps } }) => ({ id, name, purpose, steps }))
}

async function runOf(sql: Queries, kind: BusinessKind, callId: string, lock = false): Promise<Raw | undefined> {
  const [row] = await sql<Raw[]>`${selectRaw(sql, kind)} where r.call_id = ${callId} and r.deleted_at is null
    order by r.updated_at desc limit 1 ${lock ? sql`for update` : sql``}`
  return row
}

const told = ({ id, state, data }: Raw): ScriptRun & { id: string } => ({
  ...{ id, scriptId: String(data.scriptId), state: state as ScriptRun['state'] },
  trail: (data.trail ?? []) as string[],
  answers: (data.answers ?? {}) as Record<string, string>,
  notes: (data.notes ?? {}) as Record<string, string>,
})

interface Call {
  callId: string
  queueId: string
}

export async function scriptNow(
  sql: Sql,
  kinds: BusinessKinds,
  kind: BusinessKind,
  { callId, queueId }: Call,
): Promise<ScriptNow> {
  const scripts = await scriptsFor(sql, queueId)
  const run = callId === '' ? undefined : await runOf(sql, kind, callId)
  const names = run ? await namesFor(sql, kinds, kind.fields, [run]) : {}
  return { scripts, names, ...(run ? { run: told(run) } : {}) }
}

export const isRunState = (state: string): boolean => (RUN_STATES as readonly string[]).includes(state)

/** One line for lists: what was asked, and what was said. */
function resultOf(steps: readonly ScriptStep[], { trail, answers, notes }: ScriptRun): string {
  const parts = trail.flatMap((key) => {
    const said = [answers[key], notes[key]].filter((one) => one !== undefined && one !== '').join(' ')
    const title = steps.find((one) => one.key === key)?.title ?? key
    return said === '' ? [] : [`${title}：${said}`]
  })
  return parts.join('；').slice(0, 4_000)
}

/** For whoever serves the call: begins the run, or goes on with it whoever began it. */
export async function keepRun(
  sql: Sql,
  kind: BusinessKind,
  callId: string,
  run: ScriptRun,
  customerId: string,
  actor: Actor,
): Promise<Outcome<ScriptRun & { id: string }>> {
  const { agentId } = actor.who
  return sql.begin(async (tx) => {
    const [script] = await tx<{ data: Stored }[]>`
      select data from biz_scripts where id = ${run.scriptId} and deleted_at is null`
    if (!script) return refused('not-found')
    const before = await runOf(tx, kind, callId, true)
    const { state, ...rest } = run
    const values = {
      ...{ ...rest, callId, result: resultOf(script.data.steps, run) },
      customerId: customerId || String(before?.data.customerId ?? ''),
    }
    const columns = { ...mirrored(tx, await shapeOf(tx, kind), values, null), state }
    await (before ? goOn(tx, kind, before, columns, agentId) : begin(tx, kind, columns, actor))
    const now = await runOf(tx, kind, callId)
    return now ? done(told(now)) : refused('not-found')
  }) as Promise<Outcome<ScriptRun & { id: string }>>
}

/** whoever had it before still sees it */
async function goOn(tx: Tx, kind: BusinessKind, before: Raw, columns: object, agentId: string | undefined) {
  const others = [...before.sharedWith, ...(before.ownerId ? [before.ownerId] : [])]
  const sharedWith = [...new Set(others)].filter((id) => id !== agentId)
  const row = { ...columns, sharedWith, ownerId: agentId ?? before.ownerId }
  await tx`update ${tx(tableOf(kind))} set ${tx(row as never)}, version = version + 1, updated_at = now()
    where id = ${before.id}`
}

async function begin(tx: Tx, kind: BusinessKind, columns: object, { who, by }: Actor) {
  const row = {
    ...{ ...columns, id: newId(kind.idPrefix), createdBy: by.account },
    ...{ ownerId: who.agentId ?? null, createdAgentId: who.agentId ?? null },
  }
  await tx`insert into ${tx(tableOf(kind))} ${tx(row as never)}`
}

export interface ScriptSummary {
  name: string
  runs: number
  finished: number
  /** by step: how often it was reached, what was answered, and what the calls were disposed of as */
  steps: {
    key: string
    title: string
    reached: number
    answers: { answer: string; count: number; results: Result[] }[]
  }[]
}
interface Result {
  name: string
  count: number
}

/** What a script led to: each answer beside the calls' own results. */
export async function scriptSummary(sql: Sql, id: string): Promise<Outcome<ScriptSummary>> {
  const [script] = await sql<{ data: Stored }[]>`select data from biz_scripts where id = ${id} and deleted_at is null`
  if (!script) return refused('not-found')
  const rows = await sql<{ state: string; trail: string[]; answers: Record<string, string>; result: string }[]>`
    select r.state, r.data->'trail' as trail, r.data->'answers' as answers, coalesce((
      select d.name from call_dispositions c join dispositions d on d.id = c.disposition_id
      where c.call_id = r.call_id order by c.at desc limit 1), '') as result
    from biz_script_runs r where r.data->>'scriptId' = ${id} and r.deleted_at is null
    order by r.created_at desc limit 100000`
  return done({
    ...{ name: script.data.name, runs: rows.length, finished: rows.filter(({ state }) => state === 'done').length },
    steps: script.data.steps.map(({ key, title }) => {
      const given = rows.flatMap(({ answers, result }) => (answers?.[key] ? [{ answer: answers[key], result }] : []))
      const said = [...new Set(given.map(({ answer }) => answer))]
      return {
        ...{ key, title, reached: rows.filter(({ trail }) => trail?.includes(key)).length },
        answers: said.map((answer) => {
          const results = given.filter((one) => one.answer === answer).map(({ result }) => result)
          const names = [...new Set(results)]
          return {
            ...{ answer, count: results.length },
            results: names.map((name) => ({ name, count: results.filter((one) => one === name).length })),
          }
        }),
      }
    }),
  })
}
