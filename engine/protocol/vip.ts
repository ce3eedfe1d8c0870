// The sources of VIPs.

/** Where it is asked who is a VIP: customers marked so, numbers marked so, another system. */
export interface VipSource {
  id: string
  source: 'list' | 'number' | 'http'
  url: string
  deadlineMs: number
  enabled: boolean
}
