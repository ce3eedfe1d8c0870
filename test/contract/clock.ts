// What every Clock must do: run on the system's clock and on the hand-turned one. `pass` lets time go by.
import t from 'tap'
import type { Clock } from '#engine/ports/clock.ts'

/** A busy machine runs timers late, but it runs them. */
async function passUntil(is: () => boolean, pass: (ms: number) => Promise<void>): Promise<void> {
  for (let round = 0; round < 100 && !is(); round++) await pass(80)
}

export function clockContract(name: string, open: () => { clock: Clock; pass(ms: number): Promise<void> }): void {
  t.test(`clock contract: ${name}`, async (t) => {
    t.test('timers run in order of due time, never before it', async (t) => {
      const { clock, pass } = open()
      const ran: [string, number][] = []
      const begun = clock.now()
      for (const [what, ms] of [
        ['late', 60],
        ['soon', 20],
        ['now', 0],
        ['before now', -5],
      ] as const)
        clock.after(ms, () => ran.push([what, clock.now() - begun]))
      t.strictSame(ran, [], 'none runs inside the asking')
      await passUntil(() => ran.length === 4, pass)
      t.strictSame(ran.map(([what]) => what).slice(2), ['soon', 'late'])
      t.strictSame(new Set(ran.slice(0, 2).map(([what]) => what)), new Set(['now', 'before now']))
      // the system's clock rounds to whole ms
      t.ok((ran[2]?.[1] ?? 0) >= 19 && (ran[3]?.[1] ?? 0) >= 59)
    })

    t.test('a cancelled timer never runs, and a second cancel is harmless', async (t) => {
      const { clock, pass } = open()
      let ran = 0
      const timer = clock.after(10, () => ran++)
      timer.cancel()
      timer.cancel()
      const other = clock.after(10, () => ran++)
      await passUntil(() => ran > 0, pass)
      other.cancel()
      t.equal(ran, 1)
    })

    t.test('a span longer than the system can count waits, and does not run at once', async (t) => {
      const { clock, pass } = open()
      let ran = 0
      const timer = clock.after(3_000_000_000, () => ran++)
      await pass(30)
      t.equal(ran, 0)
      timer.cancel()
    })

    t.test('a timer may ask for the next one', async (t) => {
      const { clock, pass } = open()
      let ran = 0
      const again = () => {
        if (++ran < 3) clock.after(5, again)
      }
      clock.after(5, again)
      await passUntil(() => ran === 3, pass)
      t.equal(ran, 3)
    })
  })
}
