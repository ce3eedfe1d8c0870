// What is told to phones, browsers and carriers as our address must be one that they reach. Listening everywhere is no address.
import { isIP } from 'node:net'

interface Addresses {
  edge: { host: string; advertise?: string | undefined; publicWs?: string | undefined }
  rtpengine: { host: string; advertise?: string | undefined }
}

export const isEverywhere = (host: string): boolean => /^(0\.0\.0\.0|::|\[::\]|\*|0)$/.test(host)
export const isLoopback = (host: string): boolean => host === 'localhost' || /^127\./.test(host) || host === '::1'

/**
 * A line for each setting that would have us say an address at which nobody is found. `together`: edge and audio are both
 * on this machine.
 */
export function addressProblems({ edge, rtpengine }: Addresses, together: boolean): string[] {
  const problems: string[] = []
  const said = edge.advertise ?? edge.host
  if (isEverywhere(edge.host) && edge.advertise === undefined)
    problems.push(
      `edge.host: ${edge.host} is everywhere, but phones and carriers must be told one address: set edge.advertise to the one they reach`,
    )
  for (const [name, value] of [
    ['edge.advertise', edge.advertise],
    ['rtpengine.advertise', rtpengine.advertise],
  ] as const) {
    if (value === undefined) continue
    if (isEverywhere(value)) problems.push(`${name}: ${value} is no address that anybody reaches`)
    else if (isLoopback(value)) problems.push(`${name}: ${value} is reached from this machine only`)
  }
  if (rtpengine.advertise !== undefined && isIP(rtpengine.advertise) === 0)
    problems.push(`rtpengine.advertise: SDP names an IP address, not ${rtpengine.advertise}`)
  if (isEverywhere(rtpengine.host))
    problems.push(
      `rtpengine.host: ${rtpengine.host} is everywhere; name the address at which audio arrives, and rtpengine.advertise when others know it by another`,
    )
  else if (together && !isEverywhere(said) && !isLoopback(said) && isLoopback(rtpengine.advertise ?? rtpengine.host))
    problems.push(
      `rtpengine.host: phones come to ${said} but would be told that their audio is at ${rtpengine.advertise ?? rtpengine.host}: name an address that they reach`,
    )
  return problems
}
