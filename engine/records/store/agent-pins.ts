// The PIN by which an agent signs in at a phone: five wrong ones in a row lock it, on whichever node they are keyed.
import type { PinAnswer } from '../../ports/company.ts'
import { isPin } from './pin-hash.ts'
import type { Sql } from './postgres.ts'

const TRIES = 5
const LOCKED = '15 minutes'

interface PinRow {
  id: string
  pinHash: string
  locked: boolean
}

export async function agentByPin(sql: Sql, number: string, pin: string): Promise<PinAnswer> {
  const [agent] = await sql<PinRow[]>`
    select id, pin_hash, coalesce(pin_locked_until > now(), false) as locked from agents
    where number = ${number} and enabled and pin_hash <> ''`
  if (!agent) {
    await isPin(pin, '')
    return { refused: 'wrong' }
  }
  if (agent.locked) return { refused: 'locked' }
  if (await isPin(pin, agent.pinHash)) {
    await sql`update agents set pin_failures = 0, pin_locked_until = null where id = ${agent.id} and pin_failures > 0`
    return { agentId: agent.id }
  }
  const [after] = await sql<{ locked: boolean }[]>`
    update agents set pin_failures = case when pin_failures + 1 >= ${TRIES} then 0 else pin_failures + 1 end,
      pin_locked_until = case when pin_failures + 1 >= ${TRIES} then now() + ${LOCKED}::interval end
    where id = ${agent.id} returning pin_locked_until is not null as locked`
  return { refused: after?.locked ? 'locked' : 'wrong' }
}
