// What must be known to render Kamailio's configuration. Plain values; where they come from is the caller's business.

export interface Listener {
  host: string
  port: number
  /** Address that others know this listener by (behind a router or a load balancer). */
  advertise?: { host: string; port: number }
}

export interface KamailioSettings {
  /** SIP domain and digest realm: `tinglan.example`. */
  domain: string
  /** Absolute path of a directory for the rendered files, sockets and the pid. */
  runDir: string
  udp?: Listener
  /** UDP for carriers only, with workers of its own; without it they use `udp`. */
  trunks?: Listener
  tcp: Listener
  tls?: Listener
  ws?: Listener
  wss?: Listener
  /** TCP listener for media nodes only: loopback or an internal network. A sender here is trusted. */
  nodes: {
    listen: Listener
    list: readonly MediaNodeAddress[]
    pingSeconds?: number
    /** How long a new call waits for one of them to come back; default 27: each second is a branch of the call, of which tm has 30. */
    awaitSeconds?: number
  }
  /** JSON-RPC over HTTP; keep it on loopback. */
  rpc: { host: string; port: number }
  /** PEM files; needed with tls or wss. */
  certificate?: { certFile: string; keyFile: string }
  /**
   * PEM file with the authorities of carriers reached by TLS; without it their certificates are not checked. Keep it
   * small: Kamailio loads it once per process into shared memory (the system's whole list costs 4 s and 60 MB).
   */
  carrierAuthorities?: string
  /** `postgres://user:password@host:port/database`; the role's search_path is the schema of db-contract.sql. */
  databaseUrl: string
  /** Shared with whoever issues credentials for browsers: see ephemeral.ts. At least 16 letters and digits. */
  ephemeralSecret: string
  /** `nats://token@127.0.0.1:4222`, of a cluster all; without it nobody is told of registrations. */
  natsUrls?: readonly string[]
  /** May a media node call SIP addresses outside our domain without a trunk? */
  anyAddress: boolean
  /** Pages whose browsers may connect, as regular expression sources; empty = any. */
  webOrigins?: readonly string[]
  /** Networks (`10.0.0.0/8`) that flood and password bans never hit. */
  neverBanned?: readonly string[]
  /** Requests of one address within 2 s before it is banned; default 150. An office has forty times as many in 10 s. */
  floodRequests?: number
  banSeconds?: number
  /** Calls of one user within 10 s; default 30. */
  userCalls?: number
  /** Wrong passwords for one user from one address within 5 min; default 10. */
  maxRefusals?: number
  /** Worker processes per UDP socket, and for TCP; default 4. */
  children?: number
  maxConnections?: number
  banner?: string
}

export interface MediaNodeAddress {
  id: string
  host: string
  port: number
}

/** NATS subjects: `{ user, change: 'registered' | 'unregistered' | 'expired' }` and `{ node, change: 'up' | 'down' }`. */
export const registrationSubject = 'sip.registration'
export const nodeSubject = 'sip.node'
/** `{ user, from }`: a wrong password or an unknown name; `user` is '' when it was no name. */
export const refusedSubject = 'sip.refused'
