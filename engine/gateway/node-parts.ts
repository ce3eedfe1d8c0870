// Every process of every role as a line of the system page: where it runs, what it holds, how far it is behind, or that it is gone.
import type { Label } from '../protocol/fields.ts'
import type { RoleSeen } from '../protocol/nodes.ts'
import type { PartState } from './http/services.ts'

const ROLES: Record<RoleSeen['role'], Label> = {
  engine: { zh: '引擎节点', en: 'Engine node' },
  media: { zh: '媒体节点', en: 'Media node' },
  analytics: { zh: '分析节点', en: 'Analytics node' },
  gateway: { zh: '网关节点', en: 'Gateway node' },
}

/** Minutes, for it was last heard within one of them. */
const at = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`

const holds = ({ engine, media, follows }: RoleSeen): Label[] => [
  ...(engine
    ? [
        {
          zh: `${engine.shards} 个分片（任期 ${engine.epoch}），${engine.agents} 坐席，${engine.queues} 队列，${engine.calls} 呼叫，${engine.unkept} 条待写`,
          en: `${engine.shards} shards (epoch ${engine.epoch}), ${engine.agents} agents, ${engine.queues} queues, ${engine.calls} calls, ${engine.unkept} records to write`,
        },
      ]
    : []),
  ...(media ? [{ zh: `${media.legs} 路`, en: `${media.legs} legs` }] : []),
  ...(follows ? [{ zh: `落后 ${follows.lagMs} 毫秒`, en: `${follows.lagMs} ms behind` }] : []),
]

function detailOf(seen: RoleSeen): Label {
  const { machine, up, heardAt, doubled } = seen
  if (!up)
    return {
      zh: `机器 ${machine}，${at(heardAt)} 后没有应答，一天后不再列出`,
      en: `machine ${machine}, not heard since ${at(heardAt)}, listed for a day`,
    }
  const twice = doubled ? [{ zh: '有两个同名节点，请改名', en: 'another node has this name: rename one' }] : []
  const all = [{ zh: `机器 ${machine}`, en: `machine ${machine}` }, ...holds(seen), ...twice]
  return { zh: all.map(({ zh }) => zh).join('，'), en: all.map(({ en }) => en).join(', ') }
}

/** Two of one name are one line, which is not well. */
export function nodeParts(everybody: readonly RoleSeen[]): PartState[] {
  const lines = new Map<string, PartState>()
  for (const seen of everybody) {
    const { zh, en } = ROLES[seen.role]
    const name = { zh: `${zh} ${seen.name}`, en: `${en} ${seen.name}` }
    lines.set(name.en, { name, up: seen.up && !seen.doubled, detail: detailOf(seen) })
  }
  return [...lines.values()]
}
