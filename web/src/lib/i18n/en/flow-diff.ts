// What two versions of a flow are compared by.

import type { Words } from '../words.ts'
import type { flowDiff as zh } from '../zh/flow-diff.ts'

export const flowDiff: Words<typeof zh> = {
  compare: 'Compare',
  title: (from: number, to: string) => `Version ${from} → ${to}`,
  now: 'what is edited now',
  same: 'Both say the same (places do not count).',
  drawing: 'Drawing of what differs',
}
