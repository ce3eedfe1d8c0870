// Keeps the views true: hears live.> on the bus, asks for everything at start and after the bus was away.
import type { Bus, Subscription } from '../../ports/bus.ts'
import { subjects } from '../../protocol/actors.ts'
import type { LiveSnapshotPart, LiveUpdate, LiveViewsTold } from '../../protocol/live.ts'
import { VIEW_SHAPE } from '../../protocol/shapes.ts'
import type { Hub } from './hub.ts'
import type { LiveViews, ViewKind } from './views.ts'

/** Anybody may tell the pages something: publish { level, zh, en } here. */
export const NOTICE_SUBJECT = 'live.notice'
/** to people: publish a hub's Word here */
export const WORD_SUBJECT = 'live.word'

const SNAPSHOT_WAIT_MS = 800
/** what a lost update would leave wrong is put right this often */
const ASK_AGAIN_MS = 30_000

export async function followLive(bus: Bus, views: LiveViews, hub: Hub, now: () => number): Promise<Subscription> {
  let told = false
  /** What a newer engine shows is not misread: it is left out, and said once. */
  const known = ({ v = VIEW_SHAPE, node }: { v?: number; node: string }): boolean => {
    if (v <= VIEW_SHAPE) return true
    if (!told) hub.notice({ level: 'alarm', ...newerWords(node) })
    told = true
    return false
  }
  const subscription = await bus.subscribe(subjects.liveAll, (value, subject) => {
    if (subject === NOTICE_SUBJECT) return hub.notice(value as Parameters<Hub['notice']>[0])
    if (subject === WORD_SUBJECT) return hub.word(value as Parameters<Hub['word']>[0])
    if (!known(value as LiveUpdate)) return
    const [, first = '', ...rest] = subject.split('.')
    if (first === 'views') hearAll(views, rest[0] ?? '', value as LiveViewsTold)
    else if (isKind(first)) views.hear(first, rest.join('.'), value as LiveUpdate)
  })
  const ask = async (): Promise<void> => {
    if (!bus.connected()) return
    const askedAt = now()
    const parts = await bus.askAll(subjects.liveSnapshot, {}, SNAPSHOT_WAIT_MS).catch(() => [])
    const whole = wholeAnswers((parts as LiveSnapshotPart[]).filter(known))
    if (whole) views.reconcile(whole, askedAt)
  }
  bus.onConnection((connected) => {
    if (connected) {
      void ask()
      hub.notice({ level: 'info', zh: '与路由引擎的连接已恢复', en: 'The connection to the routing engine is back' })
    } else {
      hub.notice({
        level: 'alarm',
        zh: '与路由引擎的连接中断，画面暂停更新',
        en: 'The connection to the routing engine is lost: what you see stands still',
      })
    }
  })
  const timer = setInterval(() => void ask(), ASK_AGAIN_MS)
  await ask()
  return {
    async stop() {
      clearInterval(timer)
      await subscription.stop()
    },
  }
}

const isKind = (kind: string): kind is ViewKind => kind === 'agent' || kind === 'queue' || kind === 'call'

function hearAll(views: LiveViews, kind: string, { node, at, views: told }: LiveViewsTold): void {
  if (!isKind(kind)) return
  for (const { id, view } of told) views.hear(kind, id, { node, at, ...(view && { view }) })
}

const newerWords = (node: string) => ({
  zh: `引擎 ${node} 的版本比网关新，它的数据没有显示：请升级网关`,
  en: `Engine ${node} is of a newer version than the gateway: what it shows is left out until the gateway is upgraded`,
})

/** An answer with parts missing would make living views look over: then better none. */
function wholeAnswers(parts: readonly LiveSnapshotPart[]): LiveSnapshotPart[] | undefined {
  for (const all of grouped(parts).values()) {
    if (all.length < (all[0]?.parts ?? 1)) return undefined
  }
  return [...parts]
}

function grouped(parts: readonly LiveSnapshotPart[]): Map<string, LiveSnapshotPart[]> {
  const groups = new Map<string, LiveSnapshotPart[]>()
  for (const part of parts) groups.set(part.node, [...(groups.get(part.node) ?? []), part])
  return groups
}
