// The system page on a running centre: a part is restarted from it and a talk goes on, ping takes no options, logs tell no numbers.
import t from 'tap'
import { ApiRefused, startCentre } from '../kit/centre.ts'
import { SipPeer } from '../kit/sip-peer.ts'
import { waitFor } from '../kit/wait.ts'

interface PartProcess {
  name: string
  pid: number
}

t.test('parts are restarted from the page and the call goes on', { timeout: 400_000 }, async (t) => {
  const centre = await startCentre()
  t.teardown(() => centre.stop())
  const admin = await centre.api('admin', 'tinglan-admin')
  const trunk = await SipPeer.open(`sip:${centre.edge};transport=tcp`, '127.0.0.60')
  t.teardown(() => trunk.stop())
  const caller = await trunk.call('95588', { hz: 1000, from: '13912345678' })
  t.teardown(() => caller.audio.close())
  const hearsOn = (seconds: number): Promise<unknown> => {
    const until = caller.audio.heard.length + seconds * 8_000
    return waitFor(() => caller.audio.heard.length >= until, { what: `${seconds} s more are heard` })
  }
  await hearsOn(2)
  const processes = () => admin.call<PartProcess[]>('GET', '/machine/processes')
  for (const name of ['media', 'engine', 'analytics']) {
    const before = (await processes()).find((one) => one.name === name)?.pid
    t.ok(before, `${name} is listed`)
    await admin.call('POST', `/machine/processes/${name}/restart`)
    await waitFor(
      async () => {
        const now = (await processes()).find((one) => one.name === name)?.pid
        return now !== undefined && now !== before
      },
      { what: `${name} runs again`, timeoutMs: 90_000 },
    )
    await hearsOn(2)
    t.notOk(caller.ended(), `the call outlives ${name}`)
  }
  await t.rejects(admin.call('POST', '/machine/processes/launcher/restart'), ApiRefused)
  await t.rejects(admin.call('POST', '/machine/processes/..%2Flauncher/restart'), ApiRefused)
  const ping = await admin.call<{ text: string }>('POST', '/machine/ping', { host: '127.0.0.1' })
  t.match(ping.text, /4 (packets )?(transmitted|received)/)
  await t.rejects(admin.call('POST', '/machine/ping', { host: '-f 127.0.0.1' }), ApiRefused)
  const log = await (await admin.request('GET', '/machine/logs/gateway')).text()
  t.ok(log.length > 0)
  t.notMatch(log, /13912345678/)
  const supervisor = await centre.api('2001', 'tinglan-2001')
  for (const path of ['/machine/processes', '/machine/logs/gateway', '/machine/disk'])
    t.equal((await supervisor.request('GET', path)).status, 403, path)
  const disk = await admin.call<{ free: number; total: number }>('GET', '/machine/disk')
  t.ok(disk.free > 0 && disk.free < disk.total)
})
