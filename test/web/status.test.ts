// Colours say what the figures mean.
import t from 'tap'
import { serviceLevelLook, waitLook } from '#web/src/lib/design/status.ts'

t.test('a service level is good from its target on, watched a quarter below, bad beneath', async (t) => {
  const good = serviceLevelLook(1, 0.8)
  for (const share of [0.8, 0.81, 0.95]) t.equal(serviceLevelLook(share, 0.8), good, String(share))
  const bad = serviceLevelLook(0, 0.8)
  for (const share of [0.13, 0.3, 0.59]) t.equal(serviceLevelLook(share, 0.8), bad, String(share))
  const watched = serviceLevelLook(0.7, 0.8)
  t.equal(new Set([good, bad, watched].map(({ tag }) => tag)).size, 3)
  t.equal(serviceLevelLook(0.6, 0.6), good, 'by a target of its own')
  t.equal(serviceLevelLook(0.79, 0.9), watched)
})

t.test('a wait is good within the target, late up to three times it, bad beyond', async (t) => {
  t.equal(waitLook(20_000, 20_000), serviceLevelLook(1, 0.8))
  t.equal(waitLook(60_000, 20_000), serviceLevelLook(0.7, 0.8))
  t.equal(waitLook(60_001, 20_000), serviceLevelLook(0, 0.8))
})
