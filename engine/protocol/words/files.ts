// Words of exported files: the heads of columns. Those that an import reads are in engine/planning/files/columns.ts.
import type { Vocabulary } from './word.ts'

/** Columns of an exported call log. */
export const CALL_COLUMNS = {
  time: { zh: '呼叫时间', en: 'Time' },
  direction: { zh: '方向', en: 'Direction' },
  from: { zh: '主叫', en: 'From' },
  to: { zh: '被叫', en: 'To' },
  queues: { zh: '队列', en: 'Queues' },
  agents: { zh: '坐席', en: 'Agents' },
  wait: { zh: '等待(秒)', en: 'Wait (s)' },
  talk: { zh: '通话(秒)', en: 'Talk (s)' },
  outcome: { zh: '结果', en: 'Outcome' },
  hungUpBy: { zh: '挂断方', en: 'Hung up by' },
  disposition: { zh: '小结', en: 'Disposition' },
  note: { zh: '小结备注', en: 'Note' },
  recording: { zh: '录音', en: 'Recording' },
} as const satisfies Vocabulary<string>
