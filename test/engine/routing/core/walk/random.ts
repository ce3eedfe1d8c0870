// What random walks draw from.
import { randomOf } from '#analytics/random.ts'

export function randomBy(seed: number) {
  const next = randomOf(seed)
  return {
    next,
    below: (limit: number): number => Math.floor(next() * limit),
    chance: (share: number): boolean => next() < share,
    pick: <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)] as Item,
  }
}

export type Random = ReturnType<typeof randomBy>
