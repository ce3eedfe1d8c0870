// Busy and idle record (REP-03): every spell of an agent in a state, one row each.
import { AGENT_MODES } from '#engine/protocol/words/agents.ts'
import { CUT_FIELDS } from '../reporting/cut-fields.ts'
import { DAYS, idsOf, parseRange } from '../reporting/range.ts'
import { defineReport, type Part } from '../reporting/report.ts'

/** The reason of a state is told when it begins; nobody stays in one longer than this. */
const BEGAN_WITHIN_MS = 36 * 3_600_000

function asked(given: Record<string, unknown>, zone: string, reach: Part | undefined) {
  const { from, to } = parseRange({ step: 0, ...given })
  const where = `spells.start < fromUnixTimestamp64Milli({to:Int64})
    and (empty({agents:Array(String)}) or agent in {agents:Array(String)})
    ${reach ? 'and agent in {mineAgents:Array(String)}' : ''}`
  const bound = { from, to, zone, began: from - BEGAN_WITHIN_MS, agents: idsOf(given.agents) }
  return { where, parameters: { ...bound, mineAgents: reach?.agentIds ?? [] } }
}

export default defineReport({
  name: 'agent-spells',
  label: { zh: '示忙示闲记录', en: 'Busy and idle record' },
  group: 'agents',
  help: {
    zh: '坐席每次状态变化：从何时到何时、何状态、何原因。',
    en: 'Every state of an agent: from when to when, which and why.',
  },
  parameters: [...DAYS, CUT_FIELDS.agents],
  columns: [
    { name: 'start', label: { zh: '开始', en: 'From' }, format: 'time', key: true },
    { name: 'finish', label: { zh: '结束', en: 'To' }, format: 'time' },
    { name: 'agent', label: { zh: '坐席', en: 'Agent' }, format: 'text', key: true },
    { name: 'mode', label: { zh: '状态', en: 'State' }, format: 'text', words: AGENT_MODES },
    { name: 'reason', label: { zh: '原因', en: 'Reason' }, format: 'text' },
    {
      ...{ name: 'spentMs', label: { zh: '时长', en: 'Time' }, format: 'duration' },
      help: {
        zh: '处于该状态的时长；仍在持续的状态尚未列出。',
        en: 'How long; a state that still lasts is not listed yet.',
      },
    },
  ],
  names: { agent: 'agents', reason: 'agent-states' },
  query(given, timeZone, reach) {
    const { where, parameters } = asked(given, timeZone, reach)
    return {
      sql: `select toUnixTimestamp64Milli(begins) as start, toUnixTimestamp64Milli(ends) as finish, agent, mode, reason,
          spent_ms as spentMs
        from (select spells.start as begins, spells.finish as ends, agent, mode, spent_ms, if(mode = 'break',
            lagInFrame(next_reason, 1, '') over (partition by agent order by spells.finish, sequence
              rows between 1 preceding and current row), '') as reason
          from tinglan.spells where spells.start >= fromUnixTimestamp64Milli({began:Int64}) and ${where})
        where mode != 'signed-out' and begins >= fromUnixTimestamp64Milli({from:Int64}) order by start, agent`,
      parameters,
    }
  },
  size(given, timeZone, reach) {
    const { where, parameters } = asked(given, timeZone, reach)
    return {
      sql: `select count() as rows from tinglan.spells
        where spells.start >= fromUnixTimestamp64Milli({from:Int64}) and mode != 'signed-out' and ${where}`,
      parameters,
    }
  },
})
