// Run to its end before the roles start: database shape, the edge's role, the sample company or a first administrator.
import { randomBytes } from 'node:crypto'
import { loadSettings } from '#config/settings.ts'
import { loadNodes } from '../routing/plug-ins/nodes.ts'
import { hashPassword } from './accounts/passwords.ts'
import { fillSpellings } from './find.ts'
import { flowCheckOf } from './record/flow-check.ts'
import { loadSampleCompany } from './sample-company.ts'
import { openEdge } from './store/edge.ts'
import { migrate } from './store/migrate.ts'
import { closeStore, openStore, type Sql, untilAnswers } from './store/postgres.ts'

const say = (text: string): void => void process.stdout.write(`${text}\n`)

/** Without a sample company somebody must be able to sign in: the password is told once, here. */
async function firstAdministrator(sql: Sql): Promise<void> {
  const [row] = await sql`select 1 from accounts limit 1`
  if (row) return
  const password = randomBytes(9).toString('base64url')
  await sql`insert into accounts (id, account, name, role, new_password_needed, password_hash)
    values ('account-admin', 'admin', 'Administrator', 'administrator', true, ${await hashPassword(password)})`
  say(`first administrator: admin / ${password} (a new password is asked for at the first sign-in)`)
}

const settings = loadSettings()
const sql = openStore(settings.postgresUrl, { connections: 2 })
try {
  await untilAnswers(sql)
  const applied = await migrate(sql)
  say(applied.length > 0 ? `database brought up to date: ${applied.join(', ')}` : 'database is up to date')
  await openEdge(sql, { password: settings.secrets.edgePassword, domain: settings.edge.domain })
  if (settings.demo.company) {
    const made = await loadSampleCompany(sql, {
      realm: settings.edge.domain,
      home: { country: settings.country, areaCode: settings.areaCode },
      hashPassword,
      checkFlow: flowCheckOf(await loadNodes()),
    })
    say(made > 0 ? `sample company loaded: ${made} records` : 'the database holds a company already: nothing loaded')
  }
  const spelled = await fillSpellings(sql)
  if (spelled > 0) say(`${spelled} names can now be found by pinyin`)
  await firstAdministrator(sql)
} catch (error) {
  process.stderr.write(
    `the database could not be prepared: ${error instanceof Error ? error.message : String(error)}\n`,
  )
  process.exitCode = 1
} finally {
  await closeStore(sql)
}
