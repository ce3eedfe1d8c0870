// What a backup seals: opened by the same word only, and not when a byte of it was changed.
import t from 'tap'
import { opened, sealed, withoutSecrets } from '#engine/backup/secrets.ts'

const KEPT = { 'webhooks.secret': [{ id: 'w1', value: 'whsec-1' }], 'trunks.password': [{ id: 't1', value: null }] }
const WORD = 'a word of its own'

t.test('the same word opens it, another does not', async (t) => {
  const bytes = sealed(KEPT, WORD)
  t.same(opened(bytes, WORD), KEPT)
  t.equal(opened(bytes, `${WORD}.`), undefined)
  t.notMatch(bytes.toString('latin1'), /whsec|webhooks/)
  t.notOk(bytes.equals(sealed(KEPT, WORD)), 'the same again is not told by its bytes')
})

t.test('whichever byte was changed, nothing is believed', async (t) => {
  const bytes = sealed(KEPT, WORD)
  for (const at of [0, 30, bytes.length - 1]) {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ 1
    t.equal(opened(changed, WORD), undefined, `byte ${at}`)
  }
  t.equal(opened(bytes.subarray(0, 40), WORD), undefined, 'cut off')
})

t.test('a secret column is copied as there or not there, any other as it is', async (t) => {
  t.equal(withoutSecrets('public.trunks', 'id, password, host'), "id, case when password is not null then '' end, host")
  t.equal(withoutSecrets('public.groups', 'id, password'), 'id, password')
})
