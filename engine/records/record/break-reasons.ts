// 小休原因: the reasons an agent may give for a break (AGT-36).
import type { Label } from '../../protocol/fields.ts'

export const BREAK_REASONS: readonly { value: string; label: Label }[] = [
  { value: 'rest', label: { zh: '小休', en: 'Short rest' } },
  { value: 'meal', label: { zh: '用餐', en: 'Meal' } },
  { value: 'restroom', label: { zh: '洗手间', en: 'Restroom' } },
  { value: 'meeting', label: { zh: '会议', en: 'Meeting' } },
  { value: 'training', label: { zh: '培训', en: 'Training' } },
  { value: 'other', label: { zh: '其他', en: 'Other' } },
]
