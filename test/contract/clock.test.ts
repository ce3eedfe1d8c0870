// The clock contract on the hand-turned clock and on the system's.
import { manualClock } from '#engine/clock/manual.ts'
import { systemClock } from '#engine/clock/system.ts'
import { clockContract } from './clock.ts'

clockContract('turned by hand', () => {
  const clock = manualClock()
  return { clock, pass: async (ms) => clock.advance(ms) }
})
clockContract('system', () => ({
  clock: systemClock,
  // other timers of this process are late when it is
  pass: (ms) => new Promise((resolve) => systemClock.after(ms, () => setImmediate(resolve))),
}))
