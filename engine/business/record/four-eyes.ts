// Two pairs of eyes: whoever entered a record does not say yes or no to it, where the company wants it so.
import type { Actor } from './kind.ts'
import type { Raw } from './row.ts'
import type { Shape } from './shape.ts'

export const OWN_WORK = {
  zh: '录入人不能审核自己录入的记录，请由他人审核',
  en: 'Whoever entered it may not confirm or reject it: somebody else must',
}

export const isOwnWork = ({ kind, rules }: Shape, { createdBy }: Raw, to: string, { by }: Actor): boolean =>
  rules.otherConfirms === true && kind.states?.confirms?.includes(to) === true && createdBy === by.account
