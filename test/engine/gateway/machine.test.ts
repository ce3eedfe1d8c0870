// What the system page may ask of the machine, and what a downloaded log does not tell.
import t from 'tap'
import { isHost, masked } from '#engine/gateway/machine.ts'

t.test('a host is a name or an address, never an option or a command', async (t) => {
  for (const host of ['127.0.0.1', '::1', 'sip.example.com', 'db-1', 'a']) t.ok(isHost(host), host)
  for (const host of ['-f', '--help', '127.0.0.1; id', '$(id)', 'a b', '', 'a..b|c', '../x', 'a\nb', '-c1'])
    t.notOk(isHost(host), host)
})

t.test('numbers of people are masked in a log, times are not', async (t) => {
  const line =
    '{"level":30,"time":1764500000123,"from":"13912345678","to":"sip:+8602288880000@x","seq":12345678901,"call":"c1a2"}'
  const shown = masked(line)
  t.match(shown, /"time":1764500000123/)
  t.match(shown, /"seq":12345678901/)
  t.notMatch(shown, /13912345678|8602288880000/)
  t.match(shown, /"from":"139\*\*\*\*78"/)
})
