// A browser is who its SDP says: DTLS with another certificate than the one whose fingerprint came by SIP gives no sound.
import { execFileSync, spawn } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openNg } from '#media/rtpengine/ng.ts'
import { addressOf } from '#media/rtpengine/sdp.ts'
import { systemClock } from '#media/sip/clock.ts'
import { startRtpengine } from '#test/kit/rtpengine.ts'
import { waitFor } from '#test/kit/wait.ts'

const rtpengine = await startRtpengine()
t.teardown(() => rtpengine.stop())
const ng = await openNg({ host: '127.0.0.1', port: rtpengine.ngPort, clock: systemClock })
t.teardown(() => ng.close())

function certificate(name: string) {
  const files = { cert: join(rtpengine.folder, `${name}.crt`), key: join(rtpengine.folder, `${name}.key`) }
  const make = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  execFileSync('openssl', [...make, '-subj', `/CN=${name}`, '-keyout', files.key, '-out', files.cert], {
    stdio: 'ignore',
  })
  const { raw } = new X509Certificate(readFileSync(files.cert))
  const print = createHash('sha256').update(raw).digest('hex').toUpperCase()
  return { ...files, fingerprint: print.match(/../g)!.join(':') }
}

const browserSdp = (fingerprint: string) =>
  [
    ...['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0', 'm=audio 9 UDP/TLS/RTP/SAVPF 8'],
    ...[
      'a=rtpmap:8 PCMA/8000',
      'a=setup:active',
      `a=fingerprint:sha-256 ${fingerprint}`,
      'a=rtcp-mux',
      'a=sendrecv',
      '',
    ],
  ].join('\r\n')
const PHONE = [
  ...['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0', 'm=audio 40000 RTP/AVP 8'],
  ...['a=rtpmap:8 PCMA/8000', 'a=sendrecv', ''],
].join('\r\n')

/** A browser whose SIP names `said` comes with the certificate `shown`: what rtpengine makes of it. */
async function comes(id: string, said: ReturnType<typeof certificate>, shown: ReturnType<typeof certificate>) {
  const call = { 'call-id': id, 'from-tag': 'L' }
  const sides = { 'transport-protocol': 'RTP/AVP', 'rtcp-mux': ['demux'] }
  await ng.command('offer', { ...call, ...sides, sdp: browserSdp(said.fingerprint), flags: ['trust-address'] })
  const answer = await ng.command('answer', { ...call, 'to-tag': 'X', sdp: PHONE, flags: ['trust-address'] })
  const { port } = addressOf(String(answer.sdp))!
  const client = spawn('openssl', [
    ...['s_client', '-dtls1_2', '-connect', `127.0.0.1:${port}`, '-cert', shown.cert, '-key', shown.key],
    ...['-use_srtp', 'SRTP_AES128_CM_SHA1_80', '-no_ign_eof'],
  ])
  let told = ''
  for (const stream of [client.stdout, client.stderr]) stream.on('data', (text) => (told += String(text)))
  const verified = async () =>
    JSON.stringify(await ng.command('query', { 'call-id': id })).includes('DTLS fingerprint verified')
  const refused = () => /mismatch|rejected/i.test(rtpengine.log())
  await waitFor(async () => (await verified()) || refused(), { what: `rtpengine judges ${id}: ${told}` })
  const end = { verified: await verified(), refused: refused() }
  client.kill('SIGKILL')
  return end
}

t.test('who shows the certificate that SIP told of is let in, anybody else is not', async (t) => {
  const browser = certificate('browser')
  t.same(await comes('right', browser, browser), { verified: true, refused: false })
  t.same(await comes('wrong', browser, certificate('stranger')), { verified: false, refused: true })
})
