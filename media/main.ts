// The media role: one node beside one Kamailio and one rtpengine of this machine.
import { join } from 'node:path'
import { KamailioRpc } from '#config/kamailio/rpc.ts'
import { type Log, type Running, runRole } from '#config/role.ts'
import type { Settings } from '#config/settings.ts'
import { connectBus } from '#engine/bus/nats.ts'
import { deviceOf } from './device-of.ts'
import { exposeMetrics } from './metrics.ts'
import { Journal } from './node/journal.ts'
import { startNode } from './node/node.ts'
import { SoundCache } from './prompts/cache.ts'
import { openPrompts } from './prompts/prompts.ts'
import { espeak } from './prompts/speech.ts'
import { openRtpengine } from './rtpengine/driver.ts'
import type { SipStack } from './sip/api.ts'
import { systemClock } from './sip/clock.ts'
import { startSipStack } from './sip/start.ts'

/** A caller whom no engine takes hears ringing for so long; an engine restarts within a few seconds. */
const UNANSWERED_MS = 30_000

/** Browsers speak G.711 like everybody else here: no transcoding. Opus is used with phones that have nothing else. */
const WEB_CODECS: readonly string[] = []

const ANNOUNCE_MS = 8_000
const ANNOUNCE_EVERY_MS = 300

await runRole('media', start)

async function start(settings: Settings, log: Log): Promise<Running> {
  const { edge, media, rtpengine, dirs } = settings
  const { bus } = await connectBus({
    ...{ servers: [settings.natsUrl], token: settings.secrets.natsToken, name: media.node },
    onBug: (bug, subject) => log.error({ err: bug, subject }, 'a message could not be handled'),
  })
  const cache = await SoundCache.open(join(dirs.cache, 'sounds'), media.promptCacheMiB << 20)
  const prompts = openPrompts({ folder: dirs.prompts, cache, speech: espeak() })
  // made now, so that the first caller in a queue does not wait for it
  await prompts.prepare([{ type: 'music', musicId: 'default' }])
  const audio = await openRtpengine({
    ng: { host: '127.0.0.1', port: rtpengine.ng },
    dtmf: { host: '127.0.0.1', port: rtpengine.dtmf },
    tapFolder: join(settings.dataDir, 'rtpengine/recording'),
    recordingsFolder: dirs.recordings,
    webCodecs: WEB_CODECS,
    clock: systemClock,
  })
  const rpc = new KamailioRpc('127.0.0.1', edge.rpc)
  let sip: SipStack | undefined
  const node = await startNode({
    ...{ bus, audio, prompts, log, clock: systemClock },
    settings: { node: media.node, domain: edge.domain, maxLegs: media.maxLegs, unansweredMs: UNANSWERED_MS },
    journal: await Journal.open(join(settings.dataDir, 'media', media.node), (fault) =>
      log.error({ err: fault }, 'journal: a leg could not be written down'),
    ),
    deviceOf: (user) => deviceOf(rpc, user),
    async startSip(onInvite) {
      sip = await startSipStack({
        ...{ host: media.host, port: media.sip, clock: systemClock, onInvite },
        edge: `sip:${edge.host}:${edge.nodes};transport=tcp;lr`,
        onFault: (fault) => log.error({ err: fault }, 'SIP: a bug was caught'),
      })
      return sip
    },
  })
  const announced = await announce(rpc, `sip:${media.host}:${media.sip};transport=tcp`, log)
  exposeMetrics(node, cache, () => sip)
  return {
    async stop() {
      clearInterval(announced)
      await node.stop()
      await bus.close()
    },
  }
}

/**
 * The edge would find out by its next probe, seconds from now, and turn callers away until then. Probes that were refused
 * while we started are counted by it up to 5 s later (its fr_timer), so it is told again for a while.
 */
async function announce(rpc: KamailioRpc, uri: string, log: Log): Promise<NodeJS.Timeout> {
  const until = performance.now() + ANNOUNCE_MS
  const tell = (): Promise<void> =>
    rpc
      .setNodeState(uri, 'active')
      .catch((fault: unknown) => log.warn({ err: fault }, 'the edge could not be told that this node is ready'))
  await tell()
  const timer = setInterval(() => (performance.now() > until ? clearInterval(timer) : void tell()), ANNOUNCE_EVERY_MS)
  return timer
}
