// What an agent without a page wants, by its phone.
import type { NumberAct, PhoneAct, TalkAct } from './company.ts'

/** Codes of a talk as phones key them. */
export type TalkKeys = Partial<Record<TalkAct, string>>

export type PhoneWish =
  | { act: Exclude<PhoneAct, TalkAct | 'break' | NumberAct> }
  | { act: 'break'; reason: string; working?: true }
