// Typed JSON-RPC calls to a running Kamailio (over HTTP on loopback): reloads, who is registered, node states.
import { request } from 'node:http'
import { text as bodyOf } from 'node:stream/consumers'
import { edgeSecret } from './secrets.ts'

export interface RegisteredContact {
  uri: string
  /** Where it really came from (behind NAT or a WebSocket), '' when the same as `uri`. */
  received: string
  userAgent: string
  expiresInMs: number
}

/** One contact of a user, for those who watch them all. */
export interface LiveContact {
  user: string
  /** the edge's own name of the contact */
  id: string
  /** both in the edge's own seconds, to be compared with themselves only: the last REGISTER, the last answer to a ping */
  registered: number
  answered: number
}

export interface NodeState {
  uri: string
  /** `A` active, `I` inactive, `D` disabled, `T` trying; a trailing `P` = being probed. */
  flags: string
  id: string
}

export interface TrunkRegistration {
  trunkId: string
  registrar: string
  registered: boolean
  expiresInMs: number
}

/** The edge could not be asked, or said no. `again`: asking once more may help. */
export class KamailioFault extends Error {
  readonly again: boolean
  constructor(message: string, again: boolean, cause?: unknown) {
    super(message, { cause })
    this.name = 'KamailioFault'
    this.again = again
  }
}

const TIMEOUT_MS = 3_000
/** sets of the dispatcher */
const NODES = 1
const TRUNKS = 2

export class KamailioRpc {
  readonly #url: string
  readonly #secret: string
  #id = 0

  /** `sipSecret`: the edge's own, of which the word for its RPC is made. */
  constructor(host: string, port: number, sipSecret: string) {
    this.#url = `http://${host}:${port}/rpc`
    this.#secret = edgeSecret('rpc', sipSecret)
  }

  /** Trunk addresses, ways out and the numbers open to guests. */
  async reloadTrunks(): Promise<void> {
    await this.call('permissions.addressReload')
    await this.call('htable.reload', ['trunk'])
    await this.call('htable.reload', ['access'])
  }

  /** Phones and their passwords. */
  async reloadPhones(): Promise<void> {
    await this.call('htable.reload', ['phone'])
  }

  /** Which lines of ours the edge registers: their `l_uuid`s. */
  async registrations(): Promise<string[]> {
    return list(await this.call('uac.reg_dump')).map((row) => text(record(row).l_uuid))
  }

  /** One line, new or changed. (Reloading all is refused for 150 s after the last time.) */
  async refreshRegistration(line: string): Promise<void> {
    await this.call('uac.reg_refresh', [line])
  }

  async removeRegistration(line: string): Promise<void> {
    await this.call('uac.reg_remove', [line]).catch((fault: unknown) => {
      if (!(fault instanceof KamailioFault) || !/not found/i.test(fault.message)) throw fault
    })
  }

  async trunkRegistrations(): Promise<TrunkRegistration[]> {
    const dump = await this.call('uac.reg_dump')
    return list(dump).map((row) => {
      const at = record(row)
      return {
        trunkId: text(at.l_uuid).split('.')[0] ?? '',
        registrar: text(at.r_domain),
        // flag 4 of the uac module: registered
        registered: (number(at.flags) & 4) !== 0,
        expiresInMs: number(at.diff_expires) * 1000,
      }
    })
  }

  async registeredContacts(user: string): Promise<RegisteredContact[]> {
    try {
      const found = record(await this.call('ul.lookup', ['location', user]))
      return list(found.Contacts).map(contactOf)
    } catch (fault) {
      if (fault instanceof KamailioFault && /not found|no contacts/i.test(fault.message)) return []
      throw fault
    }
  }

  /** Everybody who is registered here. */
  async allContacts(): Promise<LiveContact[]> {
    const dump = record(await this.call('ul.dump'))
    return list(dump.Domains)
      .flatMap((domain) => list(record(record(domain).Domain).AoRs))
      .flatMap((each) => {
        const info = record(record(each).Info)
        return list(info.Contacts)
          .filter(isRegistered)
          .map((contact) => liveContact(text(info.AoR), contact))
      })
  }

  nodes(): Promise<NodeState[]> {
    return this.#watched(NODES)
  }

  /** Trunks that it asks whether they live (OPTIONS), by the id they were given with. */
  trunksWatched(): Promise<NodeState[]> {
    return this.#watched(TRUNKS)
  }

  async watchTrunk({ id, uri, socket }: { id: string; uri: string; socket: string | undefined }): Promise<void> {
    // flag 8: asked from the start
    await this.call('dispatcher.add', [TRUNKS, uri, 8, 0, `duid=${id}${socket ? `;socket=${socket}` : ''}`])
  }

  async forgetTrunk(uri: string): Promise<void> {
    await this.call('dispatcher.remove', [TRUNKS, uri])
  }

  async #watched(set: number): Promise<NodeState[]> {
    const answer = record(await this.call('dispatcher.list').catch(noneAtAll))
    return list(answer.RECORDS)
      .map((each) => record(record(each).SET))
      .filter(({ ID }) => number(ID) === set)
      .flatMap(({ TARGETS }) => list(TARGETS).map(nodeOf))
  }

  /** 'active' also clears what failed calls have marked; 'drained' gives it no new calls. */
  async setNodeState(uri: string, state: 'active' | 'drained'): Promise<void> {
    await this.call('dispatcher.set_state', [state === 'active' ? 'ap' : 'dp', NODES, uri])
  }

  /** See nodeDestination() in render.ts. */
  async addNode(node: { uri: string; flags: number; attributes: string }): Promise<void> {
    await this.call('dispatcher.add', [NODES, node.uri, node.flags, 0, node.attributes])
  }

  async removeNode(uri: string): Promise<void> {
    await this.call('dispatcher.remove', [NODES, uri])
  }

  async unban(address: string): Promise<void> {
    await this.call('htable.delete', ['banned', address])
  }

  /** Answers while Kamailio lives; `upMs` since its start. */
  async health(): Promise<{ version: string; upMs: number }> {
    const version = text(await this.call('core.version'))
    const uptime = record(await this.call('core.uptime'))
    return { version, upMs: number(uptime.uptime) * 1000 }
  }

  async call(method: string, params: readonly (string | number)[] = []): Promise<unknown> {
    const body = JSON.stringify({ jsonrpc: '2.0', id: ++this.#id, method, params })
    let answer: Record<string, unknown>
    try {
      answer = record(JSON.parse(await post(this.#url, this.#secret, body)))
    } catch (fault) {
      const why = fault instanceof Error ? fault.message : String(fault)
      throw new KamailioFault(`Kamailio does not answer ${method}: ${why}`, true, fault)
    }
    const error = answer.error
    if (error) throw new KamailioFault(`${method}: ${text(record(error).message)}`, false)
    return answer.result
  }
}

/** A connection for each request: Kamailio closes it after its answer without saying so in a header, and a client that
 * keeps connections (fetch) sends its next request into the closing one. */
function post(url: string, secret: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      {
        method: 'POST',
        agent: false,
        headers: { authorization: `Bearer ${secret}`, 'content-length': Buffer.byteLength(body) },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      },
      (response) => bodyOf(response).then(resolve, reject),
    )
    asked.on('error', reject)
    asked.end(body)
  })
}

function contactOf(row: unknown): RegisteredContact {
  const at = record(record(row).Contact ?? row)
  const received = text(at.Received)
  return {
    uri: text(at.Address),
    received: received === '[not set]' ? '' : received,
    userAgent: text(at['User-Agent']),
    expiresInMs: number(at.Expires) * 1000,
  }
}

/** One that signed off stands there until the edge's file is written, as deleted or expired. */
const isRegistered = (row: unknown): boolean =>
  !/^(deleted|expired)$/.test(text(record(record(row).Contact ?? row).Expires))

function liveContact(user: string, row: unknown): LiveContact {
  const at = record(record(row).Contact ?? row)
  return {
    user,
    id: text(at.Ruid),
    registered: number(at['Last-Modified']),
    answered: number(at['Last-Keepalive']),
  }
}

/** An edge that was started without a node has no list, and says so as a fault. */
function noneAtAll(fault: unknown): unknown {
  if (fault instanceof KamailioFault && /no destination sets/i.test(fault.message)) return {}
  throw fault
}

function nodeOf(row: unknown): NodeState {
  const at = record(record(row).DEST ?? row)
  return { uri: text(at.URI), flags: text(at.FLAGS), id: text(record(at.ATTRS ?? {}).DUID) }
}

function record(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]
}

function text(value: unknown): string {
  return value === undefined || value === null ? '' : String(value)
}

function number(value: unknown): number {
  const parsed = Number(value)
  return Number.isFinite(parsed) ? parsed : 0
}
