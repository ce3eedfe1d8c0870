// Words of IVR flows: the outlets of nodes, as the call log and the editor show them.
import type { Label } from '../fields.ts'
import type { Prompt } from '../flow.ts'
import { UNKNOWN, type Vocabulary } from './word.ts'

export const KEYS: readonly string[] = [...'0123456789*#']
const KEY_OUTLETS: Record<string, string> = { '*': 'key-star', '#': 'key-hash' }

/** Name of the outlet that a key of a menu takes. */
export const outletOfKey = (key: string): string => KEY_OUTLETS[key] ?? `key-${key}`

/** Outlets that are no key; where a node type has better words for its own, those are in its file. */
export const OUTLETS = {
  done: { zh: '完成', en: 'Done' },
  error: { zh: '超时或出错', en: 'Late or wrong' },
  timeout: { zh: '超时', en: 'No key' },
  'wrong-key': { zh: '按键错误', en: 'Wrong key' },
  'wrong-length': { zh: '位数不符', en: 'Too few digits' },
  back: { zh: '返回上级', en: 'Back' },
  top: { zh: '返回主菜单', en: 'To the main menu' },
  yes: { zh: '是', en: 'Yes' },
  no: { zh: '否', en: 'No' },
  open: { zh: '时段内', en: 'Within the hours' },
  closed: { zh: '时段外', en: 'Outside the hours' },
  short: { zh: '等待不久', en: 'Short wait' },
  long: { zh: '久等', en: 'Long wait' },
  nobody: { zh: '无人值守', en: 'Nobody there' },
  declined: { zh: '未确认', en: 'Not confirmed' },
  passed: { zh: '已通过', en: 'Passed' },
  failed: { zh: '未通过', en: 'Failed' },
  end: { zh: '流程结束', en: 'End of the flow' },
} as const satisfies Vocabulary<string>

const BY_KEY = new Map(KEYS.map((key) => [outletOfKey(key), { zh: `按 ${key}`, en: `Key ${key}` }]))

export const outletLabel = (outlet: string): Label =>
  BY_KEY.get(outlet) ?? (OUTLETS as Vocabulary<string>)[outlet] ?? UNKNOWN

export const PROMPT_TYPES = {
  file: { zh: '语音文件', en: 'Recorded prompt' },
  text: { zh: '文字转语音', en: 'Text to speech' },
  digits: { zh: '逐位念数字', en: 'Digits one by one' },
  quantity: { zh: '按数量念数字', en: 'A quantity' },
} as const satisfies Vocabulary<Prompt['type']>

/** What is the node's own beside its settings, where two versions are compared. */
export const NODE_PARTS = {
  name: { zh: '名称', en: 'Name' },
  type: { zh: '类型', en: 'Type' },
  business: { zh: '自助业务', en: 'Self-service' },
  note: { zh: '备注', en: 'Note' },
  next: { zh: '连线', en: 'Lines' },
} as const satisfies Vocabulary<string>

export const FLOW_MARKS = {
  added: { zh: '新增', en: 'Added' },
  removed: { zh: '已删除', en: 'Removed' },
  changed: { zh: '有改动', en: 'Changed' },
} as const satisfies Vocabulary<string>
