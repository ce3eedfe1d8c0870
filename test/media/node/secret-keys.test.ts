// What a media node writes down of secret keys: nothing.
import t from 'tap'
import { memoryAudio } from '#media/memory/audio.ts'
import { beginCollect } from '#media/node/collecting.ts'
import { newLeg } from '#media/node/legs.ts'
import { type News, withoutSecret } from '#media/node/outbox.ts'
import { kept } from '#media/node/restore.ts'
import type { Dialog } from '#media/sip/api.ts'

const collect = (secret: boolean) => ({
  ...({ type: 'collect', callId: 'c', legId: 'l', collectId: 'k', maxDigits: 8, terminators: '' } as const),
  ...{ firstDigitMs: 5000, interDigitMs: 3000, bargeIn: true, secret },
})
const told = (secret: boolean): News => ({
  ...{ id: 'n', owner: { kind: 'call', id: 'c' }, at: 1 },
  news: {
    ...{ type: 'digits-collected', callId: 'c', legId: 'l', collectId: 'k', digits: '7391', ended: 'max' },
    ...(secret ? { secret: true as const } : {}),
  },
})

t.test('a leg that waits for secret keys is written without those pressed so far', async (t) => {
  for (const secret of [true, false]) {
    const leg = newLeg({
      ...{ legId: 'l', callId: 'c', direction: 'in', from: { number: '1', name: '' }, to: '2', startedAt: 0 },
      ...{
        origin: undefined,
        owner: { kind: 'call', id: 'c' },
        tags: {},
        audio: memoryAudio(() => 0).newLeg('learnt'),
      },
      stage: { mode: 'up', dialog: { snapshot: () => undefined } as unknown as Dialog },
    })
    leg.collecting = { ...beginCollect(collect(secret), false, 0), digits: '73' }
    t.match(kept(leg), { collecting: { digits: secret ? '' : '73', order: { collectId: 'k' } } })
    t.equal(leg.collecting.digits, '73', 'the leg itself goes on with them')
  }
})

t.test('news of secret keys wait in memory with them and in the file without', async (t) => {
  t.match(withoutSecret(told(true)), { id: 'n', news: { collectId: 'k', digits: '' } })
  t.same(withoutSecret(told(false)), told(false))
})
