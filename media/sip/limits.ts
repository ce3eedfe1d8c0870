// Bounds of the stack and the timers of RFC 3261 17.1.1.1 (T1, T2, T4) from which all others follow.
import type { SipLimits } from './api.ts'

export const T1 = 500
export const T2 = 4000
export const T4 = 5000
/** Timers B, F, H, J, L and M: 64 × T1. */
export const T64 = 64 * T1

export const defaultLimits: SipLimits = {
  messageBytes: 65_535,
  transactions: 40_000,
  dialogs: 10_000,
  connections: 1_000,
  inviteMs: 180_000,
  sessionExpiresMs: 1_800_000,
  minSessionExpiresMs: 90_000,
}

/** More header lines, list items or Via hops than any honest message has. */
export const MAX_HEADER_LINES = 256
export const MAX_LIST_ITEMS = 128
