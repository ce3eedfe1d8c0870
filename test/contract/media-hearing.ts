// Who hears whom, in sets of every size: nobody hears more, nobody less, and nobody hears of it who stays.
import type { Test } from 'tap'
import type { MediaOrder } from '#engine/protocol/media.ts'
import type { CallerUnderTest, MediaUnderTest } from './media-rig.ts'

interface Kit {
  /** a caller who is up */
  up(): Promise<{ caller: CallerUnderTest; callId: string; legId: string }>
  /** rings a user's phone; answers with the leg */
  dial(callId: string, user: string): Promise<string>
  ok(order: MediaOrder): Promise<unknown>
}

export function hearingContract(t: Test, media: MediaUnderTest, { up, dial, ok }: Kit): void {
  const hearsOnly = async (legId: string, whom: readonly string[]) => {
    const wanted = [...whom].sort().join()
    let last = ''
    const so = async () => {
      last = (await media.hears(legId)).join()
      return last === wanted
    }
    await media.until(so, `${legId} hears ${wanted}`).catch((fault: Error) => {
      throw new Error(`${fault.message}; it hears ${last}`)
    })
  }
  /** a caller and so many agents; `hear` sets who hears whom and waits until it is so, with all who are not named */
  const party = async (agents: number) => {
    const call = await up()
    const { callId } = call
    const legs = [call.legId]
    for (let n = 0; n < agents; n++) {
      const user = `10${n}`
      media.phone(user, 'answers')
      const legId = await dial(callId, user)
      await media.heard('leg-answered', (news) => news.legId === legId)
      legs.push(legId)
    }
    const hear = async (set: Record<string, string[]>) => {
      const pairs = Object.entries(set).flatMap(([listener, all]) => all.map((speaker) => ({ listener, speaker })))
      await ok({ type: 'hear', callId, pairs })
      for (const { legId } of await media.legs()) {
        await hearsOnly(legId, set[legId] ?? [])
      }
    }
    /** everybody hears all others */
    const all = (...who: string[]) => Object.fromEntries(who.map((one) => [one, who.filter((each) => each !== one)]))
    const end = async () => {
      for (const { legId } of await media.legs()) {
        await ok({ type: 'hang-up', callId, legId, cause: 'normal' })
        await media.heard('leg-ended', (news) => news.legId === legId)
      }
      call.caller.hangUp()
    }
    return { callId, legs, hear, all, end }
  }

  t.test('three hear exactly the others; one listens, whispers, barges in; the other two stay', async () => {
    const { legs, hear, all, end } = await party(2)
    const [customer, agent, boss] = legs as [string, string, string]
    await hear(all(customer, agent))
    await hear({ ...all(customer, agent), [boss]: [customer, agent] })
    await hear({ [customer]: [agent], [agent]: [customer, boss], [boss]: [customer, agent] })
    await hear(all(customer, agent, boss))
    await hear(all(customer, boss))
    await hear({})
    await hear(all(customer, agent))
    await end()
  })

  t.test('five hear each other; one after the other leaves, and the last two talk on', async () => {
    const { callId, legs, hear, all, end } = await party(4)
    await hear(all(...legs))
    const left = [...legs]
    while (left.length > 2) {
      const gone = left.pop()!
      await ok({ type: 'hang-up', callId, legId: gone, cause: 'normal' })
      await media.heard('leg-ended', (news) => news.legId === gone)
      for (const legId of left) {
        await hearsOnly(
          legId,
          left.filter((each) => each !== legId),
        )
      }
    }
    await hear(all(...left))
    await end()
  })

  t.test('one who hears himself tests his line', async () => {
    const { legs, hear, end } = await party(0)
    await hear({ [legs[0]!]: legs })
    await hear({})
    await end()
  })

  t.test('a leg goes on in another call: heard there, and its end is told there', async (t) => {
    const { callId, legs, hear, all } = await party(1)
    const [customer, agent] = legs as [string, string]
    const other = await up()
    await ok({ type: 'tag', callId: other.callId, legId: other.legId, tags: { kept: 'yes' } })
    const take = { type: 'take-leg', callId, legId: other.legId, fromCallId: other.callId } as const
    await ok(take)
    await ok(take)
    t.match(await media.order({ ...take, legId: 'ghost' }), { ok: false, refusal: 'unknown-leg' })
    const moved = (await media.legs()).find(({ legId }) => legId === other.legId)
    t.match(moved, { callId, owner: { kind: 'call', id: callId }, tags: { kept: 'yes' }, state: 'up' })
    await hear(all(customer, agent, other.legId))
    await hear(all(customer, other.legId))
    other.caller.hangUp()
    t.match(await media.heard('leg-ended', (news) => news.legId === other.legId), { callId, by: 'peer' })
    for (const legId of legs) {
      await ok({ type: 'hang-up', callId, legId, cause: 'normal' })
      await media.heard('leg-ended', (news) => news.legId === legId)
    }
  })
}
