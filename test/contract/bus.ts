// What every Bus must do: run on the in-memory bus and on NATS. `two` gives two buses that hear each other.
import t from 'tap'
import { type Bus, BusFault } from '#engine/ports/bus.ts'
import { waitFor } from '../kit/wait.ts'

export function busContract(name: string, two: () => Promise<[Bus, Bus]>): void {
  t.test(`bus contract: ${name}`, async (t) => {
    const [one, other] = await two()

    t.test('what is published is heard by every subscriber of the subject', async (t) => {
      const heard: unknown[] = []
      const a = await one.subscribe('live.agent.1001', (value) => heard.push(value))
      const b = await other.subscribe('live.>', (value, subject) => heard.push([subject, value]))
      const c = await other.subscribe('live.*.1002', () => heard.push('wrong'))
      other.publish('live.agent.1001', { mode: 'ready', text: '听澜' })
      await waitFor(() => heard.length === 2, { what: 'both subscribers heard' })
      t.strictSame(
        new Set(heard.map((each) => JSON.stringify(each))),
        new Set(['{"mode":"ready","text":"听澜"}', '["live.agent.1001",{"mode":"ready","text":"听澜"}]']),
      )
      await Promise.all([a.stop(), b.stop(), c.stop()])
    })

    t.test('messages of one publisher come in order', async (t) => {
      const heard: unknown[] = []
      const subscription = await other.subscribe('order.*', (value) => heard.push(value))
      for (let n = 0; n < 500; n++) one.publish(`order.${n % 3}`, n)
      await waitFor(() => heard.length === 500, { what: '500 messages' })
      t.strictSame(
        heard,
        Array.from({ length: 500 }, (_, n) => n),
      )
      await subscription.stop()
    })

    t.test('a question is answered', async (t) => {
      const subscription = await other.subscribe('ask.sum', (value, _, answer) => {
        const { a, b } = value as { a: number; b: number }
        answer?.({ sum: a + b })
      })
      t.strictSame(await one.ask('ask.sum', { a: 1, b: 2 }, 1_000), { sum: 3 })
      await subscription.stop()
    })

    t.test('a question nobody listens for says so at once', async (t) => {
      t.match(await faultOf(one.ask('ask.nobody', {}, 5_000)), { kind: 'no-responder', again: true })
    })

    t.test('a question nobody answers says so at its deadline', async (t) => {
      const subscription = await other.subscribe('ask.silent', () => {})
      t.match(await faultOf(one.ask('ask.silent', {}, 50)), { kind: 'timeout', again: true })
      await subscription.stop()
    })

    t.test('a message that is no question has no answer', async (t) => {
      const asked: boolean[] = []
      const subscription = await other.subscribe('plain', (_, __, answer) => asked.push(answer !== undefined))
      one.publish('plain', 1)
      await waitFor(() => asked.length === 1, { what: 'the message' })
      t.strictSame(asked, [false])
      await subscription.stop()
    })

    t.test('everybody who listens may answer a question to all', async (t) => {
      const subscriptions = await Promise.all([
        one.subscribe('ask.who', (_, __, answer) => answer?.('one')),
        other.subscribe('ask.who', (_, __, answer) => answer?.('other')),
      ])
      t.strictSame((await one.askAll('ask.who', undefined, 200)).sort(), ['one', 'other'])
      t.strictSame(await one.askAll('ask.nobody', undefined, 200), [])
      for (const each of subscriptions) await each.stop()
    })

    t.test('a stopped subscription hears nothing', async (t) => {
      const heard: unknown[] = []
      const gone = await other.subscribe('stop.it', () => heard.push('gone'))
      const stays = await other.subscribe('stop.it', () => heard.push('stays'))
      await gone.stop()
      one.publish('stop.it', 1)
      await waitFor(() => heard.length > 0, { what: 'the subscription that stays' })
      t.strictSame(heard, ['stays'])
      await stays.stop()
    })

    t.test('a closed bus refuses questions', async (t) => {
      await one.close()
      t.notOk(one.connected())
      t.match(await faultOf(one.ask('ask.sum', {}, 100)), { kind: 'closed', again: false })
      await other.close()
    })
  })
}

/** The BusFault that a question ends in. */
async function faultOf(asked: Promise<unknown>): Promise<BusFault> {
  const fault = await asked.then(
    () => undefined,
    (error) => error,
  )
  if (!(fault instanceof BusFault)) throw new Error(`no BusFault but ${String(fault)}`)
  return fault
}
