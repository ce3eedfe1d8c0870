// Reports by e-mail, with a real mail server: sent when due and once among gateways, as far as their owner may see; tried again
// where the server is away, told where it failed.
import type { AddressInfo } from 'node:net'
import { read } from '@e965/xlsx'
import { SMTPServer } from 'smtp-server'
import t from 'tap'
import { infoOf, loadReports } from '#analytics/reporting/report.ts'
import { smtpMail } from '#engine/mail/smtp.ts'
import { subjects } from '#engine/protocol/actors.ts'
import type { ReportSchedule, ReportSend } from '#engine/protocol/report-schedules.ts'
import { waitFor } from '#test/kit/wait.ts'
import { startedGateway } from '../started.ts'

const letters: { to: string[]; text: string }[] = []
/** what the server says to a letter */
let code = 250
const server = new SMTPServer({
  ...{ disabledCommands: ['STARTTLS', 'AUTH'], authOptional: true },
  onRcptTo: (_address, _session, done) =>
    done(code === 250 ? null : Object.assign(new Error('no'), { responseCode: code })),
  onData(stream, session, done) {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('end', () => {
      letters.push({
        to: session.envelope.rcptTo.map(({ address }) => address),
        text: Buffer.concat(chunks).toString(),
      })
      done()
    })
  },
})
await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()))
const mail = smtpMail(`smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, 'centre@example.test')
const started = await startedGateway({ mail })
const second = await startedGateway({ beside: started, mail })
t.teardown(async () => {
  await second.stop()
  await started.stop()
  await new Promise<void>((done) => server.close(() => done()))
})
const { clock, sql, bus } = started
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
// seven in the morning of a Tuesday in Shanghai
const START = Date.parse('2026-11-30T23:00:00Z')
clock.now = START

const reports = [...(await loadReports()).values()]
const asked: { parameters: Record<string, unknown>; part?: unknown }[] = []
await bus.subscribe(subjects.report, (value, _subject, answer) => {
  const ask = value as { type: string; report: string; parameters: Record<string, unknown>; part?: unknown }
  if (ask.type === 'list') return answer?.({ ok: true, value: reports.map(infoOf) })
  asked.push(ask)
  const columns = reports.find(({ name }) => name === ask.report)?.columns ?? []
  const rows = [{ start: START - DAY, queue: 'q1', offered: 12, answered: 9, serviceLevel: 0.75, meanWaitMs: 61_000 }]
  const total = { offered: 12, answered: 9, serviceLevel: 0.75, meanWaitMs: 61_000 }
  answer?.({ ok: true, value: { report: ask.report, columns, rows, total, asOf: START, names: {}, targets: {} } })
})

let supervisor = await started.signIn('supervisor')
/** sessions end after an hour */
async function later(ms: number): Promise<void> {
  clock.now += ms
  supervisor = await started.signIn('supervisor')
}
const wanted = {
  ...{ name: '日报', report: 'queue-interval', query: { step: '30' }, span: 'yesterday', format: 'xlsx' },
  ...{ every: 'day', sendTime: '08:00', recipients: ['boss@example.test', 'ops@example.test'], enabled: true },
}
const mine = async (): Promise<ReportSchedule[]> => (await supervisor.get('/api/report-schedules')).body.schedules
const sends = async (id: string): Promise<ReportSend[]> =>
  (await supervisor.get(`/api/report-schedules/${id}/sends`)).body
const wake = (): void => {
  void bus.publish('reports.send', {})
}
const bodyOf = (text: string): string => {
  const part = /Content-Type: text\/plain[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--/.exec(text)?.[1] ?? ''
  return Buffer.from(part.replace(/\s/g, ''), 'base64').toString()
}

t.test('set on the page: the next time is told, wrong addresses are named', async (t) => {
  t.match((await supervisor.post('/api/report-schedules', { ...wanted, recipients: ['nobody'] })).body, {
    fields: [{ path: 'recipients.0' }],
  })
  t.equal((await supervisor.post('/api/report-schedules', { ...wanted, report: 'no-such' })).status, 404)
  t.equal((await supervisor.post('/api/report-schedules', wanted)).status, 200)
  t.match(await mine(), [{ name: '日报', nextAt: START + HOUR, mine: true }])
  t.equal((await supervisor.get('/api/report-schedules')).body.mailOn, true)
})

t.test('when its time has come one letter goes, though two gateways look', async (t) => {
  await later(HOUR + 1_000)
  wake()
  const [one] = await mine()
  await waitFor(async () => (await mine())[0]?.last?.state === 'sent', { what: 'it is sent' })
  t.equal(letters.length, 1)
  t.match(letters[0]?.to, ['boss@example.test', 'ops@example.test'])
  t.match(asked.at(-1)?.parameters, { from: START - 7 * HOUR - DAY, to: START - 7 * HOUR, step: 30 }, 'the day before')
  const text = letters[0]?.text ?? ''
  t.match(bodyOf(text), /呼入: 12/)
  t.match(bodyOf(text), /服务水平: 75\.0%/)
  const file = /Content-Disposition: attachment[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--/.exec(text)?.[1] ?? ''
  const sheet = read(Buffer.from(file.replace(/\s/g, ''), 'base64')).Sheets.Tinglan ?? {}
  t.ok(
    Object.values(sheet).some((cell) => (cell as { v?: unknown }).v === 12),
    'the file holds the figures',
  )
  t.equal((await mine())[0]?.nextAt, START + HOUR + DAY)
  t.match(await sends(one?.id ?? ''), [{ state: 'sent', rows: 1, tries: 1, byHand: false }])
})

t.test('sent now by hand; others’ are not there for who does not look after accounts', async (t) => {
  const [one] = await mine()
  const planner = await started.signIn('planner')
  t.equal((await planner.post(`/api/report-schedules/${one?.id}/send`)).status, 404)
  t.same((await planner.get('/api/report-schedules')).body.schedules, [])
  const admin = await started.signIn('administrator')
  t.match((await admin.get('/api/report-schedules')).body.schedules, [{ mine: false, owner: 'supervisor' }])
  t.equal((await supervisor.post(`/api/report-schedules/${one?.id}/send`)).status, 200)
  await waitFor(async () => letters.length === 2, { what: 'the second letter' })
  await waitFor(async () => (await sends(one?.id ?? ''))[0]?.state === 'sent', { what: 'it is told' })
  t.match((await sends(one?.id ?? ''))[0], { byHand: true })
})

t.test('a busy server is tried again, three times; then the owner is told', async (t) => {
  const told: unknown[] = []
  await bus.subscribe('live.word', (value: unknown) => void told.push(value))
  code = 451
  const [one] = await mine()
  const id = one?.id ?? ''
  await supervisor.post(`/api/report-schedules/${id}/send`)
  const stands = (state: string, tries: number) =>
    waitFor(
      async () => {
        const [last] = await sends(id)
        return last?.state === state && last.tries === tries
      },
      { what: `${state} after ${tries}` },
    )
  await stands('waiting', 1)
  t.match((await sends(id))[0]?.fault.zh, /邮件服务器/)
  for (const [tries, waited] of [
    [2, 5],
    [3, 15],
  ] as const) {
    await later(waited * MINUTE)
    wake()
    await stands('waiting', tries)
  }
  await later(HOUR)
  wake()
  await stands('failed', 4)
  t.match(told, [{ to: ['account-supervisor'], about: 'report-failed' }])
  code = 550
  await supervisor.post(`/api/report-schedules/${id}/send`)
  await stands('failed', 1)
  code = 250
})

t.test('it reaches what its owner reaches at that moment, and stops with the account', async (t) => {
  const [one] = await mine()
  const id = one?.id ?? ''
  await sql`update roles set grants = '[{"right": "reports", "scope": "groups", "groupIds": ["group-1"], "queueIds": ["q1"]}]'
    where id = 'supervisor'`
  await sql`insert into report_sends (schedule_id, due_at, state, next_at) values (${id}, ${clock.now}, 'waiting', ${clock.now})`
  const before = letters.length
  wake()
  await waitFor(async () => letters.length > before, { what: 'sent' })
  t.match(asked.at(-1)?.part, { agentIds: ['agent-1', 'agent-2'] })
  await sql`update accounts set enabled = false where id = 'account-supervisor'`
  await sql`insert into report_sends (schedule_id, due_at, state, next_at) values (${id}, ${clock.now}, 'waiting', ${clock.now})`
  wake()
  const last = () =>
    sql<{ state: string; faultEn: string }[]>`select state, fault_en from report_sends order by id desc limit 1`
  await waitFor(async () => (await last())[0]?.state === 'failed', { what: 'it is told' })
  t.match((await last())[0]?.faultEn, /switched off/)
  t.equal(letters.length, before + 1)
})
