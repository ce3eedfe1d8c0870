// What an engine node is made of, and its settings.
import type { Registry } from 'prom-client'
import type { Bus, KeyValue } from '#engine/ports/bus.ts'
import type { Clock } from '#engine/ports/clock.ts'
import type { Company } from '#engine/ports/company.ts'
import type { Ledger } from '#engine/ports/ledger.ts'
import type { Lookups } from '#engine/ports/lookups.ts'
import type { Media } from '#engine/ports/media.ts'
import type { Machines } from '#engine/protocol/machine.ts'
import type { House } from '#engine/routing/actors/nact.ts'
import { type PlacementSettings, placementDefaults } from '#engine/routing/actors/placement-settings.ts'
import { type ShellSettings, shellDefaults } from '#engine/routing/actors/shell-parts.ts'
import { type OutboxSettings, outboxDefaults } from '#engine/routing/ledger/outbox.ts'
import { type KeeperSettings, keeperDefaults } from './keeper.ts'
import { type TruthSettings, truthDefaults } from './truth.ts'

export interface NodeLog {
  info(fields: object, text: string): void
  warn(fields: object, text: string): void
  error(fields: object, text: string): void
}

export interface NodeParts {
  /** letters, digits, `-`, `_`; a node that restarts under its name takes its shards back at once */
  node: string
  clock: Clock
  bus: Bus
  /** bucket of shard ownership */
  shards: KeyValue
  checkpoints: KeyValue
  ledger: Ledger
  media: Media
  lookups: Lookups
  company: Company
  machines: Machines
  registry: Registry
  /** who runs the actors and makes their ids, where that must be repeatable; else nact and chance */
  house?: House
  seeds?: () => string
  log: NodeLog
}

export interface NodeSettings {
  shell: ShellSettings
  outbox: OutboxSettings
  placement: PlacementSettings
  keeper: KeeperSettings
  truth: TruthSettings
}

export const nodeDefaults: NodeSettings = {
  shell: shellDefaults,
  outbox: outboxDefaults,
  placement: placementDefaults,
  keeper: keeperDefaults,
  truth: truthDefaults,
}
