// Who is at the other end, and by which name they called us: believed of a proxy only where one is set up to stand in front.
import { BlockList, isIP } from 'node:net'
import { hostname } from 'node:os'

/** Addresses and networks of proxies, with commas. */
export function proxiesOf(text: string): (address: string) => boolean {
  const list = new BlockList()
  for (const one of text.split(',').map((part) => part.trim())) {
    if (one === '') continue
    const [address = '', bits] = one.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return (address) => isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/** The last address of X-Forwarded-For that is no proxy of ours; whoever is no proxy may write there what he likes. */
export function addressBehind(remote: string, forwarded: string, isProxy: (address: string) => boolean): string {
  let address = remote
  for (const before of forwarded.split(',').reverse()) {
    if (!isProxy(address) || isIP(before.trim()) === 0) break
    address = before.trim()
  }
  return address
}

export interface HostRules {
  publicUrl: string | undefined
  /** host names besides the machine's own, with commas */
  names: string
}

/**
 * A page of a foreign name that points at us (DNS rebinding) would be of one origin with us. An address is no name, and
 * programs may send none.
 */
export function knownHosts({ publicUrl, names }: HostRules): (header: string) => boolean {
  const known = new Set(['', 'localhost', hostname().toLowerCase()])
  if (publicUrl !== undefined) known.add(new URL(publicUrl).hostname)
  for (const name of names.split(',')) known.add(name.trim().toLowerCase())
  return (header) => {
    const name = header.toLowerCase().replace(/:\d+$/, '')
    return known.has(name) || isIP(name.replace(/^\[|\]$/g, '')) !== 0
  }
}
