// Every standard report, counted anew from plain lists: one function each.

import {
  agentTime,
  agentTraffic,
  attendance,
  breaks,
  dispositions,
  missedRings,
  occupancy,
  ranking,
  ratings,
  spells,
} from './agents.ts'
import { byCause, byService, quality, traffic, trunks } from './calls.ts'
import { type Counter, callsBy, isAbandoned, numberOf } from './counting.ts'
import { callbacks, overflow, promises, queueInterval, serviceLevel, voicemail, waitsOf } from './queues.ts'
import { ivrAnswer, ivrNodes, ivrSelfService, ivrWays } from './self-service.ts'
import { beginOf, hourOf } from './world.ts'

/** By the report's name; a report that is not here is not recounted, which the test refuses. */
export const RECOUNTS: Record<string, Counter> = {
  'queue-interval': queueInterval,
  'queue-service-level': serviceLevel,
  'queue-waits': waitsOf(({ left }) => left === 'answered'),
  'queue-abandons': waitsOf(isAbandoned),
  'queue-overflow': overflow,
  'queue-promises': promises,
  callbacks,
  'agent-traffic': agentTraffic,
  'agent-ranking': ranking,
  'agent-missed': missedRings,
  'agent-time': agentTime,
  'agent-occupancy': occupancy,
  'agent-attendance': attendance,
  'agent-breaks': breaks,
  'agent-spells': spells,
  ratings,
  dispositions,
  'calls-by-time': callsBy(({ arrivedAt }, given) => ({ start: beginOf(given, arrivedAt) })),
  'calls-by-number': callsBy((call) => ({ number: numberOf(call) })),
  'calls-by-region': callsBy(({ region }) => ({ region })),
  'calls-by-hour': callsBy(({ arrivedAt }, { zone }) => ({ hour: hourOf(zone, arrivedAt) })),
  'calls-by-cause': byCause,
  traffic,
  'traffic-by-service': byService,
  'service-quality': quality,
  'trunk-traffic': trunks,
  'ivr-nodes': ivrNodes,
  'ivr-ways': ivrWays,
  'ivr-self-service': ivrSelfService,
  'ivr-answer': ivrAnswer,
  voicemail,
}
