// What an agent without a page wants, by its phone.
import type { PhoneAct, TalkAct } from './company.ts'

/** Codes of a talk as phones key them. */
export type TalkKeys = Partial<Record<TalkAct, string>>

export type PhoneWish =
  | { act: Exclude<PhoneAct, TalkAct | 'break' | 'message'> }
  | { act: 'break'; reason: string; working?: true }
