// From a slot's calls and handle time to agents, lines and channels, by the target or what a slider makes of it.
import { linesFor } from '#analytics/staffing/erlang-b.ts'
import { erlangC } from '#analytics/staffing/erlang-c.ts'
import { agentsForErlangA, agentsForErlangC, withShrinkage } from '#analytics/staffing/need.ts'
import type { StaffingTarget, WhatIf } from '#engine/protocol/planning.ts'

export interface Demand {
  erlangs: number
  agents: number
  toRoster: number
  lines: number
  channels: number
  serviceLevel: number
  occupancy: number
  abandoned: number
}

/** Fewer calls an hour than this are no reason for an agent to sit there. */
export const NEGLIGIBLE_PER_HOUR = 0.1

const NOTHING: Demand = {
  ...{ erlangs: 0, agents: 0, toRoster: 0, lines: 0, channels: 0 },
  ...{ serviceLevel: 1, occupancy: 0, abandoned: 0 },
}

/** The target as the sliders stand; all shrinkage together replaces the reasons. */
export function targetUnder(target: StaffingTarget, whatIf: WhatIf): StaffingTarget {
  const { serviceLevel, withinSeconds, patienceSeconds, maxOccupancy, shrinkage } = whatIf
  return {
    ...target,
    ...(serviceLevel === undefined ? {} : { serviceLevel }),
    ...(withinSeconds === undefined ? {} : { withinSeconds }),
    ...(patienceSeconds === undefined ? {} : { patienceSeconds }),
    ...(maxOccupancy === undefined ? {} : { maxOccupancy }),
    ...(shrinkage === undefined ? {} : { shrinkage: { all: shrinkage } }),
  }
}

/**
 * What `calls` in a slot of `slotSeconds` need. With a patience by Erlang A, else by Erlang C. A line is held while the
 * caller hears the IVR, waits and talks; an agent's channel while it talks. The handle time with its wrap-up stands for
 * the talk, so lines and channels err on the safe side.
 */
export function demandOf(calls: number, aht: number, slotSeconds: number, target: StaffingTarget): Demand {
  const least = target.minAgents ?? 0
  const rate = calls / slotSeconds
  if (!(rate * 3600 >= NEGLIGIBLE_PER_HOUR) || !(aht > 0))
    return { ...NOTHING, agents: least, toRoster: withShrinkage(least, target.shrinkage) }
  const erlangs = rate * aht
  const service = {
    rate,
    aht,
    serviceLevel: target.serviceLevel,
    within: target.withinSeconds,
    atLeast: least,
    ...(target.maxOccupancy === undefined ? {} : { maxOccupancy: target.maxOccupancy }),
  }
  const patience = target.patienceSeconds
  const need =
    patience === undefined
      ? agentsForErlangC(service)
      : agentsForErlangA({
          ...service,
          patience,
          ...(target.maxAbandon === undefined ? {} : { maxAbandon: target.maxAbandon }),
        })
  // with exponential patience P(abandon) = mean wait / patience
  const wait =
    patience === undefined ? erlangC(rate, aht, need.agents, target.withinSeconds).asa : need.pAbandon * patience
  const talking = erlangs * (1 - need.pAbandon)
  const lines = linesFor(talking + rate * (wait + target.ivrSeconds), target.lineBlocking)
  return {
    erlangs,
    agents: need.agents,
    toRoster: withShrinkage(need.agents, target.shrinkage),
    lines,
    channels: lines + linesFor(talking, target.lineBlocking),
    serviceLevel: need.serviceLevel,
    occupancy: need.occupancy,
    abandoned: need.pAbandon,
  }
}
