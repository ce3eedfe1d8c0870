// The Mail port over SMTP, held to a real small mail server: what is sent arrives as written, and what cannot be is a fault.
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import t from 'tap'
import { noMail, smtpMail } from '#engine/mail/smtp.ts'
import { MailFault } from '#engine/ports/mail.ts'

interface Taken {
  from: string
  to: string[]
  text: string
}

async function serverOf(t: { teardown(run: () => unknown): void }, refuse = false) {
  const taken: Taken[] = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _session, done) =>
      username === 'tinglan' && password === 'geheim' ? done(null, { user: username }) : done(new Error('wrong')),
    onRcptTo: (_address, _session, done) =>
      done(refuse ? Object.assign(new Error('no such user'), { responseCode: 550 }) : null),
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        const from = mailFrom ? mailFrom.address : ''
        taken.push({ from, to: rcptTo.map(({ address }) => address), text: Buffer.concat(chunks).toString() })
        done()
      })
    },
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()))
  t.teardown(() => new Promise<void>((done) => server.close(() => done())))
  const { port } = server.server.address() as AddressInfo
  return { url: `smtp://tinglan:geheim@127.0.0.1:${port}`, port, taken }
}

/** Encoded words and quoted-printable, read again. */
const letter = {
  to: ['a@example.test', 'b@example.test'],
  subject: '新留言：售前',
  text: '请登录听澜收听。\nSign in.\n',
}

t.test('a letter arrives with its people, its subject and its text, in Chinese too', async (t) => {
  const { url, taken } = await serverOf(t)
  await smtpMail(url, 'centre@example.test').send(letter)
  t.match(taken, [{ from: 'centre@example.test', to: ['a@example.test', 'b@example.test'] }])
  const [{ text } = { text: '' }] = taken
  t.match(text, /^Subject: =\?UTF-8\?/m)
  const body = text.split('\r\n\r\n').slice(1).join('')
  const plain = /base64/i.test(text) ? Buffer.from(body, 'base64').toString() : decodeQuoted(body)
  t.match(plain.replaceAll('\r', ''), letter.text.trim())
})

t.test('a subject with line breaks brings no head and no receiver of its own', async (t) => {
  const { url, taken } = await serverOf(t)
  await smtpMail(url, 'centre@example.test').send({ ...letter, subject: 'x\r\nBcc: c@example.test\r\n\r\nbody' })
  t.match(taken, [{ to: ['a@example.test', 'b@example.test'] }])
  t.equal(taken[0]?.to.length, 2)
  t.notMatch(taken[0]?.text ?? '', /^(Bcc:|body)/m)
})

t.test('a file goes with it, its Chinese name too', async (t) => {
  const { url, taken } = await serverOf(t)
  const content = Buffer.from([0, 255, 1, 254])
  await smtpMail(url, 'c@example.test').send({
    ...letter,
    files: [{ name: '日报.xlsx', type: 'application/x', content }],
  })
  const text = taken[0]?.text ?? ''
  t.match(text, /Content-Type: application\/x/)
  t.match(text, content.toString('base64'))
  t.match(text, encodeURIComponent('日报'))
})

const decodeQuoted = (body: string): string =>
  Buffer.from(
    body
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString()

t.test('an address that the server does not take is a fault for good, an absent server one that passes', async (t) => {
  const { url, port } = await serverOf(t, true)
  const no = await smtpMail(url, 'c@example.test')
    .send(letter)
    .catch((fault: unknown) => fault)
  t.match(no, { again: false })
  t.ok(no instanceof MailFault)
  const wrong = await smtpMail(`smtp://x:y@127.0.0.1:${port}`, 'c@example.test')
    .send(letter)
    .catch((fault: unknown) => fault)
  t.match(wrong, { again: false }, 'a wrong password')
  const away = await smtpMail('smtp://127.0.0.1:1', 'c@example.test')
    .send(letter)
    .catch((fault: unknown) => fault)
  t.match(away, { again: true })
})

t.test('without a server nothing is sent and nothing fails', async (t) => {
  t.notOk(noMail.on)
  await noMail.send(letter)
})
