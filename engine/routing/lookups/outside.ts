// Where a flow's HTTP question may go: outside. Whoever may write a flow must not reach through it what only this machine or
// its network can reach: control ports, databases, a cloud's metadata. Judged by address after resolution, and connected there.
import { lookup as resolve } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { networkInterfaces } from 'node:os'

/** RFC 6890 and what came after: private, loopback, link-local, shared, documentation, multicast, reserved. */
const INSIDE_4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/3'],
]
/** IPv4 hides in the 6to4, Teredo, NAT64 and mapped ones. */
const INSIDE_6 = [
  ...['::/96', '::ffff:0:0:0/96', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32'],
  ...['2002::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
]

/** Thrown where a connection would have gone inside. */
export class ClosedDoor extends Error {
  override name = 'ClosedDoor'
}

export interface Doors {
  /** Why not; undefined = it may be asked. */
  refusal(host: string, port: number, address: string): string | undefined
}

/** `allowed`: `host`, `host:port`, an address or a network (10.1.0.0/16), separated by commas. */
export function doorsOf(allowed: string): Doors {
  const names = new Set<string>()
  const networks = new BlockList()
  for (const one of allowed.split(',').map((text) => text.trim().toLowerCase())) {
    if (one === '') continue
    if (one.includes('/')) add(networks, one)
    else names.add(one)
  }
  const inside = new BlockList()
  for (const network of [...INSIDE_4, ...INSIDE_6]) add(inside, network)
  return {
    refusal(host, port, address) {
      if (names.has(host) || names.has(`${host}:${port}`) || has(networks, address)) return undefined
      if (has(inside, address) || isOwn(address))
        return `${host} is ${address}, an address of the inside: name it in engine.askInside to allow it`
      return undefined
    },
  }
}

function add(list: BlockList, network: string): void {
  const [address = '', bits] = network.split('/')
  list.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/** BlockList judges ::ffff:a.b.c.d by its IPv4 rules. */
const has = (list: BlockList, address: string): boolean => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** One of this machine's own: our ports are there too. */
const isOwn = (address: string): boolean =>
  Object.values(networkInterfaces()).some((all) => all?.some((one) => one.address === address))

/** `lookup` of a connection: what it resolves to is judged, and is what is connected to; no second answer can differ. */
export const lookupThrough =
  (doors: Doors, port: number): LookupFunction =>
  (host, options, done) => {
    resolve(host, { ...options, all: true }, (error, found) => {
      if (error) return done(error, '', 0)
      const why = found
        .map(({ address }) => doors.refusal(host, port, address))
        .find((refusal) => refusal !== undefined)
      const [first] = found
      if (why !== undefined) return done(new ClosedDoor(why), '', 0)
      if (!first) return done(new Error(`${host} has no address`), '', 0)
      if (options.all) done(null, found)
      else done(null, first.address, first.family)
    })
  }
