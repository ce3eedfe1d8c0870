// A kind as pages are told of it, and what the company makes of it: own columns, states, layouts, rules.
import { z } from 'zod'
import type { BusinessKindInfo, BusinessLayout } from '../../protocol/business.ts'
import type { Field } from '../../protocol/fields.ts'
import { COLOURS, type Colour } from '../../protocol/words/agents.ts'
import { audit } from '../../records/record/audit.ts'
import { done, type Outcome, refused } from '../../records/record/outcome.ts'
import { plainText } from '../../records/record/plain-text.ts'
import type { Queries, Sql } from '../../records/store/postgres.ts'
import { may } from '../../rights/may.ts'
import { FIELD_NAME } from './expressions.ts'
import { dropIndex, indexFields } from './indexes.ts'
import { type Actor, type BusinessKind, tableOf } from './kind.ts'
import { mayWrite } from './reach.ts'
import { listedFields, type Setup, type Shape, setupOf, shaped } from './shape.ts'

export function infoOf(shape: Shape, actor: Actor): BusinessKindInfo {
  const { kind, layout } = shape
  const names = shape.fields.map(({ name }) => name)
  const list = listedFields(shape)
  const card = layout.card ?? names
  return {
    ...{ kind: kind.kind, label: kind.label, one: kind.one, title: kind.title },
    ...{ fields: shape.fields, own: [...shape.own], states: shape.states },
    ...(shape.moves === undefined ? {} : { moves: shape.moves }),
    ...{ reasons: kind.states?.reasons ?? [], personal: kind.personal ?? [] },
    ...{ list, card, pop: layout.pop ?? kind.pop ?? card, rules: shape.rules, version: shape.version },
    has: {
      ...{ code: kind.numbering !== undefined, owner: kind.writeRight === undefined, pool: kind.pool === true },
      ...{ department: kind.department === true, customer: names.includes('customerId') },
      ...{ call: names.includes('callId'), due: kind.due !== undefined, setup: kind.fixed !== true },
      marks: kind.marks === true,
      words: kind.fullText === true,
      confirms: (kind.states?.confirms?.length ?? 0) > 0,
      import: kind.byHand !== false && kind.fields.every(({ type }) => type !== 'list' && type !== 'json'),
    },
    may: {
      add: kind.byHand !== false && mayWrite(kind, actor),
      write: mayWrite(kind, actor),
      manage: mayWrite(kind, actor) && may(actor.who, 'business-manage'),
      export: may(actor.who, 'business-export'),
      reveal: may(actor.who, 'personal-data'),
    },
  }
}

const label = z.object({ zh: plainText().min(1).max(40), en: plainText().max(60).default('') })
const ownLabel = label.transform(({ zh, en }) => ({ zh, en: en === '' ? zh : en }))
const colour = z.enum(Object.keys(COLOURS) as [Colour, ...Colour[]])
const option = z.object({ value: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/), label: ownLabel })
const shared = {
  name: z.string().regex(FIELD_NAME),
  label: ownLabel,
  required: z.boolean().optional(),
  listed: z.boolean().optional(),
}
const OWN_TYPES = ['number', 'money', 'switch', 'date', 'time', 'date-time', 'email', 'id-card', 'phones'] as const
const columnSchema = z.union([
  z.object({
    ...shared,
    type: z.literal('text'),
    multiline: z.boolean().optional(),
    maxLength: z.number().int().min(1).max(2_000).optional(),
  }),
  z.object({ ...shared, type: z.enum(['choice', 'choices']), options: z.array(option).min(1).max(200) }),
  z.object({ ...shared, type: z.enum(OWN_TYPES) }),
])
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const names = z.array(z.string().max(40)).max(60)

export const MOST_DAYS = 36_500

export const setupSchema = z.object({
  version: z.number().int().min(0),
  columns: z.array(columnSchema).max(60),
  states: z
    .array(
      z.object({
        value: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/),
        label: ownLabel,
        colour,
        final: z.boolean().optional(),
      }),
    )
    .max(40),
  layout: z.object({ list: names.optional(), card: names.optional(), pop: names.optional() }),
  rules: z.object({
    pop: z.enum(['in', 'out', 'both', 'none']).optional(),
    dailyClaims: z.number().int().min(0).max(100_000).optional(),
    takeBackDays: z.number().int().min(0).max(3_650).optional(),
    dueHours: z.number().int().min(0).max(8_760).optional(),
    otherConfirms: z.boolean().optional(),
    keepDays: z.number().int().min(0).max(MOST_DAYS).optional(),
    work: z
      .object({ from: clock, to: clock, days: z.array(z.number().int().min(1).max(7)).max(7) })
      .refine(({ from, to }) => to === '00:00' || from < to, { path: ['to'] })
      .optional(),
  }),
})
export type SetupAsk = z.output<typeof setupSchema>

/** In force with the next request: nothing is started anew. */
export async function saveSetup(sql: Sql, kind: BusinessKind, ask: SetupAsk, actor: Actor): Promise<Outcome<Setup>> {
  if (kind.fixed) return refused('not-found')
  return sql.begin(async (tx) => {
    await tx`insert into business_setup (kind, version) values (${kind.kind}, 0) on conflict do nothing`
    await tx`select 1 from business_setup where kind = ${kind.kind} for update`
    const before = await setupOf(tx, kind)
    if (before.version !== ask.version) return refused('changed-meanwhile')
    const fault = clash(kind, ask) ?? (await inUse(tx, kind, before, ask))
    if (fault) return fault
    const columns = ask.columns as Field[]
    const layout = ask.layout as BusinessLayout
    await tx`update business_setup set version = version + 1, columns = ${tx.json(columns as never)},
      states = ${tx.json(ask.states as never)}, layout = ${tx.json(layout as never)},
      rules = ${tx.json(ask.rules as never)}, updated_at = now() where kind = ${kind.kind}`
    for (const gone of before.columns.filter(({ name }) => !columns.some((one) => one.name === name)))
      await dropIndex(tx, kind, gone.name)
    const setup = await setupOf(tx, kind)
    await indexFields(tx, shaped(kind, setup))
    await audit(tx, actor.by, {
      ...{ action: 'change', kind: 'business-setup', recordId: kind.kind, title: kind.label.zh },
      ...{ before: told(before), after: told(setup) },
    })
    return done(setup)
  }) as Promise<Outcome<Setup>>
}

/** For the log: rules by themselves, as they say what goes and who may. */
const told = ({ columns, states, rules: { work, ...rules } }: Setup) => ({
  ...{ columns: columns.map((one) => one.label.zh).join('、'), states: states.map((one) => one.label.zh).join('、') },
  ...rules,
  ...(work ? { work: `${work.from}–${work.to} (${work.days.join(', ')})` } : {}),
})

/** A name that the kind has already, or twice; a column that became another type. */
function clash(kind: BusinessKind, ask: SetupAsk) {
  const names = [...kind.fields.map(({ name }) => name), ...ask.columns.map(({ name }) => name)]
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined)
    return refused('already-exists', { fields: [{ path: 'columns', message: `${twice} is there already` }] })
  const states = [...(kind.states?.list ?? []), ...ask.states].map(({ value }) => value)
  const state = states.find((value, at) => states.indexOf(value) !== at)
  return state === undefined
    ? undefined
    : refused('already-exists', { fields: [{ path: 'states', message: `${state} is there already` }] })
}

/** A state that records are in, or a column whose values would be read as another type, stays. */
async function inUse(sql: Queries, kind: BusinessKind, before: Setup, ask: SetupAsk) {
  const retyped = before.columns.find(({ name, type }) =>
    ask.columns.some((one) => one.name === name && one.type !== type),
  )
  if (retyped)
    return refused('in-use', {
      say: { zh: `“${retyped.label.zh}”的类型不能更改`, en: `The type of "${retyped.label.en}" cannot change` },
    })
  const gone = before.states.filter(({ value }) => !ask.states.some((one) => one.value === value))
  for (const { value, label: word } of gone) {
    const [row] = await sql`select 1 from ${sql(tableOf(kind))} where state = ${value} and deleted_at is null limit 1`
    if (row)
      return refused('in-use', {
        say: { zh: `还有记录处于状态“${word.zh}”`, en: `Records are in the state "${word.en}"` },
      })
  }
  return undefined
}
