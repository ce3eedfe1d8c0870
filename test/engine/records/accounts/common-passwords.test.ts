// Which passwords are guessed first.
import t from 'tap'
import { isCommon } from '#engine/records/accounts/common-passwords.ts'

const COMMON = [
  ...['password', 'P@ssw0rd', '12345678', '88888888', '20081234', 'qwertyuiop', '1qaz2wsx', 'abcd1234'],
  ...['iloveyou', 'a123456789', 'admin123', 'abababab', '147258369'],
  ...['letmein1', 'sunshine', 'football1', 'q1w2e3r4', '５２０１３１４５'],
]
const GOOD = [
  'correct-horse',
  'battery-staple',
  '山不在高有仙则名',
  'vK7#mQ2x!p',
  'blau-3-Kühe-im-Nebel',
  'tinglanxhwofe99',
  'first-password-4001',
]

t.test('common ones and patterns are refused', async (t) => {
  for (const password of COMMON) t.ok(await isCommon(password), password)
})

t.test('others are taken', async (t) => {
  for (const password of GOOD) t.notOk(await isCommon(password), password)
})

t.test('nobody’s password is made of his own name or account', async (t) => {
  t.ok(await isCommon('liming-77', ['liming']))
  t.ok(await isCommon('X-Liming', ['8001', 'LiMing']))
  t.notOk(await isCommon('liming-goes-fishing', ['liming']))
  t.notOk(await isCommon('correct-horse', ['co', '']), 'two letters are no name')
})
