// What a caller is told of his wait.

/** How long a wait will be: half are answered by the first, nine in ten by the second; ms from now. */
export interface WaitTold {
  halfMs: number
  mostMs: number
}
