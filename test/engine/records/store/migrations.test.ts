// Migrations are applied in the order of their names: two of one number, written side by side, come in an order that nobody chose.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'

const FOLDER = join(import.meta.dirname, '../../../../engine/records/store/migrations')
/** those before were applied at centres that run, and stay as they are */
const UNIQUE_FROM = 24

t.test('a migration has a number of its own', async (t) => {
  const names = readdirSync(FOLDER)
  for (const name of names) t.match(name, /^\d{3}-[a-z0-9-]+\.sql$/)
  const numbers = names.map((name) => Number(name.slice(0, 3))).filter((number) => number >= UNIQUE_FROM)
  const doubled = numbers.filter((number, at) => numbers.indexOf(number) !== at)
  t.same(doubled, [], 'take the next free number: ls engine/records/store/migrations | tail')
})
