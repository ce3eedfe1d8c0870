// The parts of an engine node and who hears whom. They know each other in a ring, so each is put into `all` in turn and
// finds the others there when it is called.
import { BusFault } from '#engine/ports/bus.ts'
import { type ActorRef, type Answer, shardOf, subjects } from '#engine/protocol/actors.ts'
import type { MediaNews } from '#engine/protocol/media.ts'
import type { ConfigObeyed } from '#engine/protocol/nodes.ts'
import type { AnyEnvelope } from '#engine/routing/actors/actor.ts'
import { Addresses } from '#engine/routing/actors/addresses.ts'
import { Effects } from '#engine/routing/actors/effects.ts'
import { type Live, newLive } from '#engine/routing/actors/live-views.ts'
import { type Metrics, newMetrics } from '#engine/routing/actors/metrics.ts'
import { type House, openHouse } from '#engine/routing/actors/nact.ts'
import { Placement } from '#engine/routing/actors/placement.ts'
import type { PlacementHears } from '#engine/routing/actors/placement-settings.ts'
import { Secrets } from '#engine/routing/actors/secrets.ts'
import { Shell } from '#engine/routing/actors/shell.ts'
import { Checkpoints } from '#engine/routing/ledger/checkpoint.ts'
import { Outbox, type OutboxHears } from '#engine/routing/ledger/outbox.ts'
import { Configurer } from './configurer.ts'
import { Keeper } from './keeper.ts'
import type { NodeParts, NodeSettings } from './parts.ts'
import { PhoneKeeper } from './phones.ts'
import { secondTry } from './second-try.ts'
import { newSeeds } from './seeds.ts'
import { Tenure } from './tenure.ts'
import { TruthKeeper } from './truth.ts'
import { effectWatch, shellWatch } from './watches.ts'

export interface Wired {
  parts: NodeParts
  settings: NodeSettings
  seeds: () => string
  metrics: Metrics
  secrets: Secrets
  checkpoints: Checkpoints
  live: Live
  house: House
  outbox: Outbox
  placement: Placement
  shell: Shell
  effects: Effects
  addresses: Addresses
  keeper: Keeper
  truth: TruthKeeper
  phones: PhoneKeeper
  tenure: Tenure
  configurer: Configurer
  stopped: boolean
}

const REMOTE_MS = 2_000

export function wire(parts: NodeParts, settings: NodeSettings): Wired {
  const { clock, bus, log } = parts
  const all = { parts, settings, seeds: parts.seeds ?? newSeeds(), secrets: new Secrets(), stopped: false } as Wired
  all.metrics = metricsOf(all)
  all.checkpoints = new Checkpoints(secondTry(parts.checkpoints, clock))
  all.live = newLive(parts.node, bus, clock)
  all.house = parts.house ?? openHouse(`engine-${parts.node}`, (error) => log.error({ err: error }, 'a drain threw'))
  all.outbox = new Outbox(parts.ledger, clock, outboxHears(all), settings.outbox)
  const placed = { bus, clock, bucket: secondTry(parts.shards, clock), unkept: () => all.outbox.waiting() }
  all.placement = new Placement(parts.node, placed, placementHears(all), settings.placement)
  all.shell = shellOf(all)
  all.effects = effectsOf(all)
  all.addresses = new Addresses(bus, runsOf(all), all.shell.deliver.bind(all.shell))
  all.keeper = keeperOf(all)
  all.truth = truthOf(all)
  all.phones = new PhoneKeeper({ clock, shell: all.shell, seeds: all.seeds })
  all.tenure = tenureOf(all)
  all.configurer = configurerOf(all)
  return all
}

export const fault = (all: Wired, what: string, error: unknown): void => {
  all.metrics.count('faults', { what })
  all.parts.log.warn({ what, err: error }, 'fault')
}

export async function askOwner({ parts }: Wired, ref: ActorRef, envelope: AnyEnvelope): Promise<Answer | undefined> {
  try {
    return (await parts.bus.ask(subjects.actor(ref), envelope, REMOTE_MS)) as Answer
  } catch (error) {
    if (error instanceof BusFault) return undefined
    throw error
  }
}

const runsOf = (all: Wired) => (shard: number) => all.placement.runs(shard)
const epochOf = (all: Wired) => (shard: number) => all.placement.epochOf(shard)
const faultOf = (all: Wired) => (what: string, error: unknown) => fault(all, what, error)

function metricsOf(all: Wired): Metrics {
  const depths = {
    actors: () => all.shell.size(),
    inbox: () => all.shell.waiting(),
    outbox: () => all.outbox.waiting(),
    toActors: () => all.effects.waiting().actors,
    toMedia: () => all.effects.waiting().media,
    shards: () => all.placement.running().length,
    shardsBetween: () => all.placement.between().shards.length,
  }
  const messages = () => all.house.messages()
  return newMetrics(all.parts.registry, depths, messages, () => performance.now())
}

function shellOf(all: Wired): Shell {
  const { machines, clock, log } = all.parts
  return new Shell(
    {
      ...{ machines, clock, house: all.house, secrets: all.secrets, seeds: all.seeds, outbox: all.outbox },
      epochOf: epochOf(all),
      acts: () => all.placement.acts(),
      effects: (actor, effects, id, cause) => all.effects.carryOut(actor, effects, id, cause),
      changed: (actor) => all.live.changed(actor),
      stillborn: (commands) => strayNews(all, commands),
      gone(actor, over) {
        all.live.gone(actor, over)
        if (over) all.keeper.over(actor)
      },
      watch: shellWatch(all.metrics, log),
    },
    all.settings.shell,
  )
}

function strayNews(all: Wired, commands: readonly { type: string }[]): void {
  for (const command of commands) {
    const news = command.type === 'news' ? (command as { type: 'news'; news: MediaNews }).news : undefined
    if (news?.type === 'leg-ended') void all.truth.ended(news).catch((error) => fault(all, 'stray news', error))
  }
}

function effectsOf(all: Wired): Effects {
  const { clock, media, lookups, log } = all.parts
  return new Effects({
    ...{ clock, media, lookups, secrets: all.secrets },
    runs: runsOf(all),
    epochOf: epochOf(all),
    deliver: all.shell.deliver.bind(all.shell),
    askOwner: (ref, envelope) => askOwner(all, ref, envelope),
    doubt: (shard) => void all.placement.verify(shard).catch((error) => fault(all, 'verify', error)),
    unheard: (call) => all.truth.owe(call),
    watch: effectWatch(all.metrics, log),
  })
}

function keeperOf(all: Wired): Keeper {
  const { checkpoints, shell, outbox, parts } = all
  const running = () => all.placement.running()
  const keeper = { clock: parts.clock, checkpoints, shell, outbox, running, epochOf: epochOf(all), fault: faultOf(all) }
  return new Keeper(keeper, all.settings.keeper)
}

function truthOf(all: Wired): TruthKeeper {
  const { clock, media, log } = all.parts
  return new TruthKeeper(
    {
      ...{ clock, media, shell: all.shell },
      runs: runsOf(all),
      takeUp: (ref) => all.tenure.takeUp(ref),
      written: async (ref) => (await all.parts.ledger.lastSequence(ref)) > 0,
      seeds: all.seeds,
      hangUp({ node, callId, legId }) {
        const order = { type: 'hang-up', callId, legId, cause: 'fault' } as const
        all.effects.order(undefined, all.seeds(), 'reconcile', node, order)
      },
      ordering: (node, callId) => all.effects.ordering(node, callId),
      note: (what, fields) => log.warn(fields, what),
    },
    all.settings.truth,
  )
}

function tenureOf(all: Wired): Tenure {
  const { shell, outbox, checkpoints, keeper, truth } = all
  return new Tenure({ ...all.parts, shell, outbox, checkpoints, keeper, truth, fault: faultOf(all) })
}

function configurerOf(all: Wired): Configurer {
  const { company, clock, lookups } = all.parts
  return new Configurer({
    ...{ company, clock, lookups, shell: all.shell, runs: runsOf(all), fault: faultOf(all) },
    tell(ref, command) {
      all.effects.send(undefined, ref, { id: `config-${all.seeds()}`, cause: 'config', command })
    },
    obeyed(revision) {
      const said: ConfigObeyed = { node: all.parts.node, revision }
      if (all.parts.bus.connected()) all.parts.bus.publish(subjects.configObeyed, said)
    },
  })
}

function outboxHears(all: Wired): OutboxHears {
  const { log, ledger } = all.parts
  return {
    settled: (ref, state, seq, after, at) => all.keeper.settled(ref, state, seq, after, at),
    async contested(ref) {
      if (!(await all.placement.verify(shardOf(ref.id)))) return undefined
      log.warn({ actor: ref }, 'a former owner wrote late')
      return ledger.lastSequence(ref)
    },
    lost(ref, records, why) {
      all.metrics.count('lostRecords')
      log.error({ actor: ref, records: records.length, why }, 'a record that the ledger cannot keep')
    },
  }
}

function listen(all: Wired): void {
  if (all.stopped) return
  void all.addresses.set(all.placement.running()).catch((error) => fault(all, 'subscribe', error))
}

function placementHears(all: Wired): PlacementHears {
  const { log } = all.parts
  return {
    acquired: (shards, wanted) => all.tenure.take(shards, wanted),
    leave: (shards) => all.tenure.leave(shards),
    stay: (shards) => all.tenure.stay(shards),
    pauses(shards) {
      log.warn({ shards: shards.length }, 'not heard by the other engines: nothing is decided until it is')
      all.shell.freeze(shards)
      listen(all)
    },
    goesOn(shards) {
      log.warn({ shards: shards.length }, 'heard again: these are ours still')
      all.shell.thaw(shards)
      listen(all)
    },
    lost(shard, why, planned) {
      if (!planned) all.metrics.count('shardsLost')
      log.info({ shard, why }, 'shard let go')
      all.tenure.lose(shard)
    },
    running() {
      listen(all)
      if (!all.stopped) all.configurer.apply()
    },
    between: (shards, longestMs) =>
      log.error({ shards: shards.length, first: shards[0], longestMs: Math.round(longestMs) }, 'shards run nowhere'),
    fault: faultOf(all),
  }
}
