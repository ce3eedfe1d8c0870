// Seeds of decisions: unique over restarts and nodes; short, because leg and offer ids are made from them.
import { randomUUID } from 'node:crypto'

export function newSeeds(): () => string {
  const boot = BigInt(`0x${randomUUID().replaceAll('-', '').slice(0, 14)}`).toString(36)
  let count = 0
  return () => `${boot}-${(count++).toString(36)}`
}
