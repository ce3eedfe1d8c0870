// Every setting with its meaning and its default. The loader is settings.ts.
import { z } from 'zod'
import { rolesOf } from './roles.ts'

const port = z.coerce.number().int().min(1).max(65535)
const on = z
  .union([z.boolean(), z.enum(['true', 'false', 'on', 'off', '1', '0'])])
  .transform((value) => value === true || value === 'true' || value === 'on' || value === '1')
const address = z.string().regex(/^[0-9A-Za-z.:-]+$/, 'an IP address or a host name')

const name = z.string().regex(/^[A-Za-z0-9_-]{1,32}$/)
/** one URL or several, in JSON also as a list */
const urls = z.union([
  z.string(),
  z
    .array(z.string())
    .min(1)
    .transform((all) => all.join(',')),
])
const roles = z
  .union([z.string(), z.array(z.string()).transform((all) => all.join(','))])
  .transform((text, context) => {
    try {
      return rolesOf(text)
    } catch (cause) {
      context.addIssue({ code: 'custom', message: (cause as Error).message })
      return z.NEVER
    }
  })

/** `strictObject` everywhere: an unknown key is an error, so that a misspelt one is not silently without effect. */
export const schema = z.strictObject({
  /** everything that is kept: databases, ledger, recordings, prompts, secrets */
  dataDir: z.string().default('var'),
  /** what runs here (roles.ts), several as engine=2; left out: everything. What is elsewhere is named by its url. */
  roles: roles.optional(),
  /** this machine's name among several: its engine is engine-<node>, its media node media-<node>, and so on */
  node: name.optional(),
  companyName: z.string().min(1).max(60).default('听澜呼叫中心'),
  timeZone: z.string().default('Asia/Shanghai'),
  /** where numbers without a country code are from, ISO 3166 */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .default('CN'),
  /** area code of the centre's landlines without the 0, such as 10: callers' local numbers are from there */
  areaCode: z
    .string()
    .regex(/^[1-9]?\d{0,4}$/)
    .default(''),
  /** of every part, the launcher's own and others', in <dataDir>/logs */
  log: z
    .strictObject({
      level: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
      /** a longer one is put aside, and so many are kept */
      maxMiB: z.coerce.number().min(1).max(10_000).default(50),
      keep: z.coerce.number().int().min(0).max(100).default(2),
      /** what a part says above this is left out and counted; 0 is no bound */
      maxKiBPerSecond: z.coerce.number().min(0).max(1_000_000).default(256),
    })
    .prefault({}),
  gateway: z
    .strictObject({
      node: name.optional(),
      host: address.default('127.0.0.1'),
      port: port.default(8080),
      /** https address that users type, when a proxy stands in front; sets the cookie's Secure flag */
      publicUrl: z.url().optional(),
      /** host names besides localhost, the machine's own and that of publicUrl by which pages are opened, with commas */
      names: z
        .string()
        .regex(/^[0-9A-Za-z., -]*$/, 'host names with commas')
        .default(''),
      /** origins of pages that may hold our soft phone in a frame (/embed), with commas: https://crm.example */
      embedIn: z
        .string()
        .regex(/^(?:\s*https?:\/\/[0-9A-Za-z.-]+(?::\d+)?\s*(?:,|$))*$/, 'origins with commas')
        .default(''),
      /** addresses or networks of proxies in front, with commas: from them alone X-Forwarded-For is believed */
      proxies: z
        .string()
        .regex(/^[0-9A-Fa-f.:/, ]*$/, 'addresses or networks with commas')
        .default(''),
      failuresUntilLocked: z.coerce.number().int().min(1).max(100).default(5),
      lockMinutes: z.coerce.number().int().min(1).max(1440).default(15),
      sessionHours: z.coerce.number().int().min(1).max(168).default(12),
      /** a session that nobody uses and no open page stands on ends after this */
      idleMinutes: z.coerce.number().int().min(5).max(1440).default(60),
    })
    .prefault({}),
  /** the SIP edge (Kamailio) */
  edge: z
    .strictObject({
      host: address.default('127.0.0.1'),
      /** address that phones, browsers and carriers know it by, when that is not `host` (NAT, or host 0.0.0.0) */
      advertise: address.optional(),
      domain: z.string().default('tinglan.local'),
      sip: port.default(5060),
      tls: port.default(5061),
      /** UDP port for carriers with workers of its own, so that phones never delay them; without it they use `sip` */
      trunks: port.optional(),
      ws: port.default(5066),
      wss: port.default(5067),
      rpc: port.default(5068),
      /** listener for media nodes only: whoever reaches it is trusted, so an address of an inner network at most */
      nodesHost: address.default('127.0.0.1'),
      nodes: port.default(5069),
      /** where gateways and media nodes reach the RPC; it asks for no password, so an address of an inner network at most */
      rpcHost: address.default('127.0.0.1'),
      /** address shown to browsers when it is not `host`, such as wss://sip.example.com */
      publicWs: z.string().optional(),
    })
    .prefault({}),
  media: z
    .strictObject({
      node: name.optional(),
      kind: z.enum(['rtpengine', 'memory']).default('rtpengine'),
      /** SIP address of the media node towards the edge */
      host: address.default('127.0.0.1'),
      sip: port.default(5070),
      maxLegs: z.coerce.number().int().min(2).default(2000),
      /** of so many legs of late the SIP messages are kept in memory, for the ladder on a call's page; 0 = none */
      traceLegs: z.coerce.number().int().min(0).max(20_000).default(2000),
      promptCacheMiB: z.coerce.number().int().min(10).default(500),
      /** below this much free disk nothing is recorded; told on the system page and by doctor */
      recordAboveMiB: z.coerce.number().min(0).default(300),
    })
    .prefault({}),
  rtpengine: z
    .strictObject({
      host: address.default('127.0.0.1'),
      /** address in SDP when it is not `host` (NAT) */
      advertise: address.optional(),
      /** where the media node reaches its control ports (ng, dtmf) */
      control: address.default('127.0.0.1'),
      ng: port.default(22222),
      /** for rtpengine-ctl and metrics of its own; whoever reaches them may end calls, so they are closed unless named */
      cli: port.optional(),
      http: port.optional(),
      dtmf: port.default(22230),
      /** Redis that remembers its calls, so that one that died goes on with them */
      redis: port.default(22240),
      portMin: port.default(30000),
      portMax: port.default(35999),
    })
    .prefault({}),
  engine: z
    .strictObject({
      node: name.optional(),
      /** how often the media nodes are asked what they really have */
      sweepMs: z.coerce.number().int().min(50).max(60_000).default(5_000),
      /** what flows may ask over HTTP on the inside (loopback, private, this machine): host, host:port, 10.1.0.0/16, with commas */
      askInside: z
        .string()
        .regex(/^[0-9A-Za-z.:/, -]*$/, 'hosts, host:port or networks, with commas')
        .default(''),
    })
    .prefault({}),
  /** no url: the launcher starts a nats-server of its own on `host` and `port`; several urls are one cluster */
  nats: z
    .strictObject({
      url: urls.optional(),
      host: address.default('127.0.0.1'),
      port: port.default(4250),
      /** this server is one of a cluster: its port for the others, and where they are, host:port with commas */
      clusterPort: port.optional(),
      routes: urls.optional(),
      /** always: a power cut loses nothing that was acknowledged; 2m: it may lose the last two minutes. A kill loses nothing. */
      syncInterval: z.union([z.literal('always'), z.string().regex(/^\d+[sm]$/)]).default('2m'),
    })
    .prefault({}),
  /** what is kept of all facts; projections keep theirs when the ledger's oldest leave */
  ledger: z
    .strictObject({
      /** facts older than this leave; 0 keeps them for ever */
      maxAgeDays: z.coerce.number().min(0).max(36_500).default(0),
      /** above this the oldest facts leave; 0 is no bound but the disk */
      maxGiB: z.coerce.number().min(0).default(0),
      /** copies of ledger, shards and checkpoints in a NATS cluster */
      replicas: z.coerce.number().int().min(1).max(5).default(1),
    })
    .prefault({}),
  postgres: z
    .strictObject({ url: z.string().optional(), host: address.default('127.0.0.1'), port: port.default(5450) })
    .prefault({}),
  clickhouse: z
    .strictObject({
      url: z.string().optional(),
      password: z.string().optional(),
      host: address.default('127.0.0.1'),
      port: port.default(8140),
    })
    .prefault({}),
  /** recordings and prompts: a folder below dataDir, or with an endpoint a bucket that every machine reaches (S3) */
  storage: z
    .strictObject({
      endpoint: z.url().optional(),
      bucket: z.string().default('tinglan'),
      region: z.string().default('us-east-1'),
      accessKeyId: z.string().default(''),
      secretAccessKey: z.string().default(''),
      /** recordings, messages and attachments are kept encrypted under it from then on (AES-256-GCM); 32 signs or more. Keep a copy
       * elsewhere: it stands in no backup, and without it nothing of them can be heard again */
      key: z.string().min(32).optional(),
    })
    .prefault({}),
  /** ports of the roles' /metrics */
  metrics: z
    .strictObject({
      host: address.default('127.0.0.1'),
      engine: port.default(9401),
      media: port.default(9402),
      analytics: port.default(9403),
      gateway: port.default(9404),
    })
    .prefault({}),
  /** letters about new voicemail; without a server none are sent */
  mail: z
    .strictObject({
      /** smtp://user:password@host:587, or smtps:// for TLS from the start */
      url: z
        .string()
        .regex(/^smtps?:\/\//, 'smtp://host:port or smtps://host:port')
        .optional(),
      /** whom the letters are from */
      from: z.string().default('tinglan@localhost'),
    })
    .prefault({}),
  /** a second voice over HTTP (OpenAI-compatible, POST <url>/v1/audio/speech): each text is asked for once and kept; while it
   * does not answer, espeak-ng speaks */
  speech: z
    .strictObject({
      /** such as http://10.0.0.9:8880; without it espeak-ng speaks everything */
      url: z
        .string()
        .regex(/^https?:\/\//, 'http://host:port or https://host')
        .optional(),
      /** sent as Authorization: Bearer */
      key: z.string().optional(),
      model: z.string().default('tts-1'),
      /** voice for Chinese and for English, by the names of that service */
      voiceZh: z.string().default('alloy'),
      voiceEn: z.string().default('alloy'),
    })
    .prefault({}),
  backup: z
    .strictObject({
      /** seals what is secret in a backup; without it secrets.json does, which must then be kept too */
      word: z.string().min(12, 'at least 12 characters').optional(),
    })
    .prefault({}),
  demo: z
    .strictObject({
      /** load the sample company into an empty database */
      company: on.default(true),
      /** simulated callers and agents from the start; the switch on the page changes it while running */
      callers: on.default(false),
      callsPerMinute: z.coerce.number().min(1).max(600).default(6),
      /** first of the 2,000 ports that the simulated callers and agents use */
      ports: port.default(15000),
      /** weeks of made-up history and a roster, so that planning has something to show */
      plan: on.default(true),
    })
    .prefault({}),
})
