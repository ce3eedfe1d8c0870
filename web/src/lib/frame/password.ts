// What is wrong with a change of the own password, before the server is asked and after.
import type { ApiFailure } from '../api/client.ts'
import type { Dictionary } from '../i18n/dictionaries.ts'

export interface PasswordInput {
  old: string
  next: string
  again: string
}
export type PasswordFaults = Partial<Record<keyof PasswordInput, string>>

const SHORTEST = 8

export function passwordFaults(input: PasswordInput, { admin, common }: Dictionary): PasswordFaults {
  const words = common.passwordChange
  const faults: PasswordFaults = {}
  if (input.old === '') faults.old = admin.mustFill
  if (input.next.length < SHORTEST) faults.next = input.next === '' ? admin.mustFill : words.tooShort
  else if (input.next === input.old) faults.next = words.same
  if (faults.next === undefined && input.again !== input.next) faults.again = words.different
  return faults
}

/** The sign-in's words for a wrong password do not fit here; undefined = nothing about a field. */
export function refusedPassword(failure: ApiFailure, { common }: Dictionary): PasswordFaults | undefined {
  if (failure.refusal === 'wrong-password') return { old: common.passwordChange.wrongOld }
  if (failure.refusal === 'same-password') return { next: common.passwordChange.same }
  if (failure.refusal === 'password-of-before') return { next: common.passwordChange.before }
  if (failure.refusal === 'common-password') return { next: common.passwordChange.common }
  if (failure.refusal === 'bad-input') return { next: common.passwordChange.tooShort }
  return undefined
}
