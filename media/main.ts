// The media role: one node beside one Kamailio and one rtpengine of this machine.
import { join } from 'node:path'
import { nodeDestination } from '#config/kamailio/render.ts'
import { KamailioRpc } from '#config/kamailio/rpc.ts'
import { edgeSecret } from '#config/kamailio/secrets.ts'
import { type Log, type Running, runRole } from '#config/role.ts'
import { machineOf } from '#config/roles.ts'
import type { Settings } from '#config/settings.ts'
import { type BusConnection, connectBus } from '#engine/bus/nats.ts'
import { announcePresence, type Presence } from '#engine/bus/presence.ts'
import { openStorage } from '#engine/storage/storage.ts'
import { announce } from './announce.ts'
import { deviceOf } from './device-of.ts'
import { handOnRecordings } from './hand-on.ts'
import { exposeMetrics } from './metrics.ts'
import { Journal } from './node/journal.ts'
import { type MediaNode, startNode } from './node/node.ts'
import { SipTrace } from './node/sip-trace.ts'
import { watchPhones } from './phones.ts'
import { SoundCache } from './prompts/cache.ts'
import { httpSpeech } from './prompts/http-speech.ts'
import { openPrompts } from './prompts/prompts.ts'
import { espeak } from './prompts/speech.ts'
import { type Voices, voicesOf } from './prompts/voices.ts'
import { openRtpengine } from './rtpengine/driver.ts'
import type { SipStack } from './sip/api.ts'
import { systemClock } from './sip/clock.ts'
import { startSipStack } from './sip/start.ts'

/** A caller whom no engine takes hears ringing for so long; an engine restarts within a few seconds. */
const UNANSWERED_MS = 30_000

/** Browsers speak G.711 like everybody else here: no transcoding. Opus is used with phones that have nothing else. */
const WEB_CODECS: readonly string[] = []

await runRole('media', start)

async function start(settings: Settings, log: Log): Promise<Running> {
  const { edge, media, dirs } = settings
  const connection = await connectBus({
    ...{ servers: settings.natsUrl.split(','), token: settings.secrets.natsToken, name: media.node },
    onBug: (bug, subject) => log.error({ err: bug, subject }, 'a message could not be handled'),
  })
  const { bus } = connection
  const storage = openStorage(settings)
  const cache = await SoundCache.open(join(dirs.cache, 'sounds'), media.promptCacheMiB << 20)
  const prompts = openPrompts({ storage, cache, voices: voicesIn(settings, log) })
  // made now, so that the first caller in a queue does not wait for it
  await prompts.prepare([{ type: 'music', musicId: 'default' }])
  const audio = await audioIn(settings)
  const rpc = new KamailioRpc(edge.rpcHost, edge.rpc, settings.secrets.sipSecret)
  const trace = traceIn(settings)
  let sip: SipStack | undefined
  const node = await startNode({
    ...{ bus, audio, prompts, log, clock: systemClock },
    settings: { node: media.node, domain: edge.domain, maxLegs: media.maxLegs, unansweredMs: UNANSWERED_MS },
    journal: await Journal.open(join(settings.dataDir, 'media', media.node), (fault) =>
      log.error({ err: fault }, 'journal: a leg could not be written down'),
    ),
    space: { folder: settings.dataDir, lowBytes: media.recordAboveMiB * 2 ** 20 },
    deviceOf: (user) => deviceOf(rpc, user),
    ...(trace ? { trace } : {}),
    async startSip(onInvite) {
      sip = await startSipStack({
        ...{ host: media.host, port: media.sip, clock: systemClock, onInvite },
        edge: `sip:${edge.nodesHost}:${edge.nodes};transport=tcp;lr`,
        edgeKey: edgeSecret('node', settings.secrets.sipSecret),
        ...(trace ? { onMessage: trace.heard.bind(trace) } : {}),
        onFault: (fault) => log.error({ err: fault }, 'SIP: a bug was caught'),
      })
      return sip
    },
  })
  const destination = destinationOf(settings)
  const announced = await announce(rpc, { id: media.node, destination }, (fault) =>
    log.warn({ err: fault }, 'the edge could not be told of this node: tried again'),
  )
  const handedOn = handOnRecordings({
    ...{ storage, folder: dirs.recordings },
    failed: (fault) => log.warn({ err: fault }, 'recordings wait here: the storage does not take them'),
  })
  const phones = await watchPhones({
    ...{ node: media.node, edge: rpc, bus, clock: systemClock },
    failed: (fault) => log.warn({ err: fault }, 'the edge does not say who is registered: asked again'),
  })
  exposeMetrics({ node, audio }, cache, () => sip)
  const presence = await presenceOf(settings, connection, node, () => sip?.draining === true)
  return {
    ...{ everybody: presence.all, messages: connection.counts },
    async stop() {
      await presence.leave()
      await announced.leave()
      handedOn.stop()
      await phones.stop()
      await node.stop()
      await bus.close()
    },
  }
}

/** A function, not a value: the role runs before this line is reached. */
async function presenceOf(
  settings: Settings,
  { bus, keyValue }: BusConnection,
  node: MediaNode,
  draining: () => boolean,
): Promise<Presence> {
  return announcePresence({
    ...{ bus, bucket: await keyValue('roles'), now: Date.now },
    self: { role: 'media', name: settings.media.node, machine: machineOf(settings) },
    own: () => ({ media: { legs: node.counts().legs, draining: draining() } }),
  })
}

/** This machine's rtpengine. */
function audioIn({ rtpengine, dataDir, dirs }: Settings) {
  return openRtpengine({
    ...{ ng: { host: rtpengine.control, port: rtpengine.ng }, clock: systemClock },
    dtmf: { host: rtpengine.control, port: rtpengine.dtmf },
    tapFolder: join(dataDir, 'rtpengine/recording'),
    recordingsFolder: dirs.recordings,
    webCodecs: WEB_CODECS,
    ...(rtpengine.advertise === undefined ? {} : { host: rtpengine.host }),
  })
}

/** This node, as the edge sends calls to it. */
function destinationOf({ edge, media: { node: id, host, sip: port } }: Settings) {
  return nodeDestination({ host: edge.nodesHost, port: edge.nodes }, { id, host, port })
}

/** What is said by SIP, for the pages of calls; undefined where nothing is kept. */
function traceIn({ media: { node, host, sip, traceLegs: legs } }: Settings): SipTrace | undefined {
  return legs > 0 ? new SipTrace({ node, own: `${host}:${sip}`, legs, now: Date.now }) : undefined
}

/** The service that the settings name, and the one that is always there. */
function voicesIn({ speech: { url, ...voice } }: Settings, log: Log): Voices {
  const second = url === undefined ? [] : [httpSpeech({ ...voice, url })]
  return voicesOf([...second, espeak()], systemClock, (err, text) => log.warn({ err }, text))
}
