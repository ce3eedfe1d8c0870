// What is kept of a password is argon2id at the cost OWASP asks, salted, and a hash that cannot be read opens nothing.
import t from 'tap'
import { hashPassword, isPassword } from '#engine/records/accounts/passwords.ts'

t.test('a password fits its own hash only, and two hashes of it differ', async (t) => {
  const [one, two] = await Promise.all([hashPassword('correct-horse'), hashPassword('correct-horse')])
  t.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  t.not(one, two)
  t.equal(await isPassword('correct-horse', one), true)
  t.equal(await isPassword('correct-horse', two), true)
  t.equal(await isPassword('Correct-horse', one), false)
})

t.test('a hash that cannot be read counts as wrong', async (t) => {
  for (const hash of ['', 'correct-horse', '$argon2id$v=19$m=19456,t=2,p=1$', '5f4dcc3b5aa765d61d8327deb882cf99'])
    t.equal(await isPassword('correct-horse', hash), false, hash || 'empty')
})
