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
