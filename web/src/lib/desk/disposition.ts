// Which purposes and sub-types a queue's calls may have.
import type { DispositionInfo } from '#engine/protocol/api.ts'

const isFor = ({ queueIds }: DispositionInfo, queueId: string): boolean =>
  queueIds.length === 0 || queueIds.includes(queueId)

export const purposesOf = (all: readonly DispositionInfo[], queueId: string): DispositionInfo[] =>
  all.filter((one) => one.parentId === undefined && isFor(one, queueId))

export const choicesOf = (all: readonly DispositionInfo[], purpose: string, queueId: string): DispositionInfo[] =>
  purpose === '' ? [] : all.filter((one) => one.parentId === purpose && isFor(one, queueId))
