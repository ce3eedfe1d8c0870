// Others reach this centre while passwords that are published with it open it: looked at now and then, said on every page.

export interface Exposed {
  now(): boolean
  /** that published passwords open, whoever reaches us */
  accounts(): Promise<string[]>
  look(): Promise<void>
}

export function exposedOf({ reachable }: { reachable: boolean }, openBySample: () => Promise<string[]>): Exposed {
  let exposed = false
  return {
    now: () => exposed,
    accounts: openBySample,
    async look() {
      exposed = reachable && (await openBySample()).length > 0
    },
  }
}
