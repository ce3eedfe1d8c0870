// The state of every part, for the system page: asked when somebody looks, nothing is guessed.
import { statfs } from 'node:fs/promises'
import type { Bus } from '../ports/bus.ts'
import type { Ledger } from '../ports/ledger.ts'
import { SHARDS, subjects } from '../protocol/actors.ts'
import type { Label } from '../protocol/fields.ts'
import { growthOf, growthWords } from '../protocol/growth.ts'
import type { MediaHello } from '../protocol/media.ts'
import { type NodeState, nodeSubjects, type RoleSeen } from '../protocol/nodes.ts'
import { same } from '../protocol/words/word.ts'
import type { Projection } from '../records/call-log/project-calls.ts'
import type { Sql } from '../records/store/postgres.ts'
import type { PartState } from './http/services.ts'
import type { MediaNodes } from './media-nodes.ts'
import { nodeParts } from './node-parts.ts'

interface Looked {
  sql: Sql
  bus: Bus
  media: MediaNodes
  projection: Projection
  ledger: Ledger
  ledgerDisk: string | undefined
  everybody(): Promise<RoleSeen[]>
  now(): number
}

const WAIT_MS = 600
const NAMES = {
  database: same('PostgreSQL'),
  analytics: { zh: '分析服务', en: 'Analytics' },
  callLog: { zh: '通话记录写入', en: 'Call log writer' },
  shards: { zh: '分片', en: 'Shards' },
  ledger: { zh: '账本', en: 'Ledger' },
}
const SILENT: Label = { zh: '没有应答', en: 'does not answer' }

function inflowOf({ inflow }: MediaHello): Label {
  if (!inflow) return same('')
  const { perSecond, turnedAway } = inflow
  const [zh, en] =
    perSecond === undefined
      ? ['', '']
      : [
          `，呼叫过多，每秒只接 ${perSecond} 个新呼叫`,
          `, more calls than it carries: ${perSecond} new ones a second come in`,
        ]
  return { zh: `${zh}，启动以来谢绝 ${turnedAway} 个`, en: `${en}, ${turnedAway} turned away since its start` }
}

function mediaDetail(hello: MediaHello): Label {
  const { kind, legs, draining, noSpace, recordingsToMake = 0 } = hello
  const toMake =
    recordingsToMake > 0
      ? { zh: `，${recordingsToMake} 个录音待生成`, en: `, ${recordingsToMake} recordings to be made` }
      : same('')
  const inflow = inflowOf(hello)
  const [zh, en] = draining ? ['，正在排空', ', draining'] : ['', '']
  const full = noSpace
    ? {
        zh: '，磁盘将满，已停止录音，腾出空间后自动恢复',
        en: ', its disk is nearly full: nothing is recorded until there is space',
      }
    : { zh: '', en: '' }
  return {
    zh: `${kind}，${legs} 路${zh}${toMake.zh}${full.zh}${inflow.zh}`,
    en: `${kind}, ${legs} legs${en}${toMake.en}${full.en}${inflow.en}`,
  }
}

export async function partsOf({
  sql,
  bus,
  media,
  projection,
  ledger,
  ledgerDisk,
  everybody,
  now,
}: Looked): Promise<PartState[]> {
  const [database, everyone, shards, held, analytics] = await Promise.all([
    sql`select current_setting('server_version') as version`.then(
      ([row]) => ({ name: NAMES.database, up: true, detail: same(String(row?.version)) }),
      () => ({ name: NAMES.database, up: false, detail: SILENT }),
    ),
    everybody(),
    shardsOf(bus),
    ledgerOf(ledger, ledgerDisk, now()),
    bus.ask(subjects.report, { type: 'list' }, WAIT_MS).then(
      () => ({ name: NAMES.analytics, up: true, detail: same('') }),
      () => ({ name: NAMES.analytics, up: false, detail: SILENT }),
    ),
  ])
  const { sequence, lagMs, failing, missing } = projection.state()
  const heard = new Set(media.all().map(({ hello }) => hello.node))
  return [
    database,
    { name: same('NATS'), up: bus.connected(), detail: same('') },
    held,
    shards,
    analytics,
    ...media.all().map(({ hello, up }) => ({
      name: { zh: `媒体节点 ${hello.node}`, en: `Media node ${hello.node}` },
      up: up && hello.noSpace !== true,
      detail: mediaDetail(hello),
    })),
    {
      name: NAMES.callLog,
      up: failing === 0 && missing === 0,
      detail: {
        zh: `已写到第 ${sequence} 条，落后 ${lagMs} 毫秒${missing > 0 ? `，缺 ${missing} 条` : ''}`,
        en: `written up to ${sequence}, ${lagMs} ms behind${missing > 0 ? `, ${missing} entries missing` : ''}`,
      },
    },
    ...nodeParts(everyone.filter(({ role, name }) => role !== 'media' || !heard.has(name))),
  ]
}

async function shardsOf(bus: Bus): Promise<PartState> {
  const states = (await bus.askAll(nodeSubjects.who, {}, WAIT_MS).catch(() => [])) as NodeState[]
  const running = states.reduce((all, state) => all + state.running, 0)
  return {
    name: NAMES.shards,
    up: running >= SHARDS,
    detail: { zh: `${running} / ${SHARDS} 在运行`, en: `${running} of ${SHARDS} run` },
  }
}

async function ledgerOf(ledger: Ledger, disk: string | undefined, now: number): Promise<PartState> {
  try {
    const [extent, free] = await Promise.all([ledger.extent(), disk === undefined ? undefined : statfs(disk)])
    const growth = growthOf(extent, now, free && free.bavail * free.bsize)
    return { name: NAMES.ledger, up: (growth.daysLeft ?? 1) >= 1, detail: growthWords(extent, growth) }
  } catch {
    return { name: NAMES.ledger, up: false, detail: SILENT }
  }
}
