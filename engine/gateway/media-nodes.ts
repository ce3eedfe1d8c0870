// Which media nodes are alive, heard on the bus: for the system page, and to place calls that agents dial.
import type { Bus, Subscription } from '../ports/bus.ts'
import { subjects } from '../protocol/actors.ts'
import type { MediaHello } from '../protocol/media.ts'
import { watchPhonesHeard } from './phones-heard.ts'

/** silence after which a node counts as gone: three missed signs of life */
const SILENT_MS = 3_500

export interface MediaNodes {
  /** the one with the fewest legs */
  pick(): string | undefined
  all(): { hello: MediaHello; up: boolean }[]
  /** a SIP user with a live registration at any edge */
  isRegistered(user: string): boolean
  stop(): Promise<void>
}

export async function watchMediaNodes(
  bus: Bus,
  /** a steady clock: silence is a span */
  now: () => number,
  onChange: (node: string, up: boolean) => void,
): Promise<MediaNodes> {
  const heard = new Map<string, { hello: MediaHello; at: number; up: boolean }>()
  const subscription: Subscription = await bus.subscribe(subjects.mediaAll, (value) => {
    const hello = value as MediaHello
    const before = heard.get(hello.node)
    heard.set(hello.node, { hello, at: now(), up: true })
    if (before && !before.up) onChange(hello.node, true)
  })
  const phones = await watchPhonesHeard(bus, now)
  const timer = setInterval(() => {
    for (const [node, each] of heard) {
      if (!each.up || now() - each.at < SILENT_MS) continue
      each.up = false
      onChange(node, false)
    }
  }, 1_000)
  return {
    pick() {
      const fit = [...heard.values()].filter((each) => each.up && !each.hello.draining)
      return fit.sort((a, b) => a.hello.legs - b.hello.legs)[0]?.hello.node
    },
    all: () => [...heard.values()].map(({ hello, up }) => ({ hello, up })),
    isRegistered: phones.isRegistered,
    async stop() {
      await phones.stop()
      clearInterval(timer)
      await subscription.stop()
    },
  }
}

/** What pages are told. */
export const nodeNotice = (node: string, up: boolean) =>
  up
    ? ({ level: 'info', zh: `媒体节点 ${node} 已恢复`, en: `Media node ${node} is back` } as const)
    : ({ level: 'alarm', zh: `媒体节点 ${node} 失去联系`, en: `Media node ${node} is not heard from` } as const)
