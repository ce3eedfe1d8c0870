// One leg and an rtpengine that does not answer half-way.
import t from 'tap'
import { RtpengineFault } from '#media/rtpengine/fault.ts'
import { RtpengineLeg } from '#media/rtpengine/leg.ts'
import type { LegEnvironment } from '#media/rtpengine/leg-environment.ts'

const SDP =
  'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\n'

/** Answers every command with an SDP of its own port, until `broken` says otherwise. */
function environment() {
  const told = { commands: [] as string[], broken: (_: string) => false }
  const ng = {
    repeated: 0,
    close() {},
    async command(name: string) {
      told.commands.push(name)
      if (told.broken(name)) throw new RtpengineFault(name, 'no answer', true)
      return { sdp: SDP }
    },
  }
  const env = {
    ng,
    clock: { now: () => 0 },
    mixer: { seat: async () => ({ host: '127.0.0.1', port: 5000 }), hears() {}, leave() {} },
    tapFolder: '',
    recordingsFolder: '',
    webCodecs: [],
  } as unknown as LegEnvironment
  return { told, env }
}

t.test('a re-point that failed is not done: the next one is asked for again', async (t) => {
  const { told, env } = environment()
  const leg = new RtpengineLeg(env, 'fixed')
  const partner = new RtpengineLeg(env, 'fixed')
  await leg.answerPhone(SDP)
  await partner.answerPhone(SDP)
  const both = { hears: true, heard: true }
  for (const failing of ['offer', 'answer']) {
    told.broken = (name) => name === failing
    await t.rejects(leg.join(partner, both), /no answer/)
    told.broken = () => false
    told.commands = []
    await leg.join(partner, both)
    t.strictSame(
      told.commands.filter((name) => name === 'offer' || name === 'answer'),
      ['offer', 'answer'],
      failing,
    )
    told.commands = []
    await leg.join(partner, both)
    t.strictSame(told.commands, [], 'and what is done is not asked for twice')
    await leg.join(undefined, both)
  }
})

t.test('a refused re-INVITE leaves nothing behind: the next re-point says what was agreed before', async (t) => {
  const { told, env } = environment()
  const leg = new RtpengineLeg(env, 'fixed')
  const partner = new RtpengineLeg(env, 'fixed')
  await leg.answerPhone(SDP)
  await partner.answerPhone(SDP)
  const agreed = leg.snapshot()
  told.broken = (name) => name === 'answer'
  await t.rejects(leg.phoneOffered(SDP.replace('m=audio 4000', 'm=audio 4002')), /no answer/)
  t.match(leg.snapshot(), { phone: agreed.phone, offerer: 'L', stub: agreed.stub })
  told.broken = () => false
  told.commands = []
  await leg.join(undefined, { hears: false, heard: false })
  t.match(told.commands, ['unblock media', 'offer', 'answer'], 'and rtpengine is told of it once more')
})

t.test('what a process wrote down half-way is told to rtpengine anew by the next', async (t) => {
  const { told, env } = environment()
  const before = new RtpengineLeg(env, 'fixed')
  await before.answerPhone(SDP)
  const leg = new RtpengineLeg(env, before.snapshot())
  told.commands = []
  await leg.join(undefined, { hears: false, heard: false })
  t.strictSame(told.commands, ['unblock media', 'offer', 'answer', 'unblock media'])
  told.commands = []
  await leg.join(undefined, { hears: false, heard: false })
  t.strictSame(told.commands, [], 'once')
  const arriving = new RtpengineLeg(env, new RtpengineLeg(env, 'fixed').snapshot())
  await arriving.join(undefined, { hears: false, heard: false })
  t.strictSame(told.commands, [], 'nothing can be told of one whose phone has said nothing yet')
})

t.test('music that could not be stopped is stopped by the next try', async (t) => {
  const { told, env } = environment()
  const leg = new RtpengineLeg(env, 'fixed')
  await leg.answerPhone(SDP)
  await leg.play({ path: 'p.wav', durationMs: 1000 }, 'forever')
  for (const failing of ['stop media', 'unblock media']) {
    told.broken = (name) => name === failing
    await t.rejects(leg.stopPlay(), /no answer/)
  }
  told.broken = () => false
  told.commands = []
  await leg.stopPlay()
  t.strictSame(told.commands, ['stop media', 'unblock media'])
  told.commands = []
  await leg.stopPlay()
  t.strictSame(told.commands, [])
})

t.test('a key that could not be pressed leaves the partner heard', async (t) => {
  const { told, env } = environment()
  const [leg, partner] = [new RtpengineLeg(env, 'fixed'), new RtpengineLeg(env, 'fixed')]
  await leg.answerPhone(SDP)
  await partner.answerPhone(SDP)
  await leg.join(partner, { hears: true, heard: true })
  told.broken = (name) => name === 'offer'
  await t.rejects(leg.sendDigit('1', 20), /no answer/)
  t.match(leg.snapshot(), { at: partner.stub, blocked: { X: false } })
  told.broken = () => false
  told.commands = []
  await leg.join(partner, { hears: true, heard: true })
  t.strictSame(told.commands, ['unblock media', 'offer', 'answer', 'unblock media'])
})

t.test(
  'an rtpengine that began anew is told who is held back and who is not: it wrote down neither since the last offer',
  async (t) => {
    const { told, env } = environment()
    const [leg, partner] = [new RtpengineLeg(env, 'fixed'), new RtpengineLeg(env, 'fixed')]
    await leg.answerPhone(SDP)
    await partner.answerPhone(SDP)
    await leg.join(partner, { hears: false, heard: true })
    told.commands = []
    t.equal(await leg.restarted(), true)
    t.strictSame(told.commands, ['query', 'unblock media', 'block media', 'unblock DTMF'], 'of sound and of keys')
  },
)
