// What somebody should look at before strangers can reach this centre: what listens where, who gets in by a password that
// everybody can read, which certificate is shown, who runs it. Facts of settings and files; words for the page.
import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Check } from '#engine/protocol/api.ts'
import type { Label } from '#engine/protocol/fields.ts'
import type { Settings } from './settings.ts'
import { isEverywhere, isLoopback } from './settings-addresses.ts'

/** Known only while it runs. */
export interface Running {
  /** accounts that a published password opens */
  openAccounts: readonly string[]
  now: number
  uid: number
}

type Door = { name: Label; host: string; ports: number[]; inner: boolean }

/** in the data folder while the guard stands: config/launch/control-guard.ts */
export const CONTROL_GUARD = 'control-guard'

const DAY_MS = 86_400_000
const SOON_DAYS = 30

/** `inner`: nobody but our own parts should reach it. */
function doorsOf({ gateway, edge, rtpengine, nats, postgres, clickhouse, metrics, media }: Settings): Door[] {
  const door = (zh: string, en: string, host: string, ports: number[], inner: boolean): Door => ({
    ...{ name: { zh, en }, host, ports, inner },
  })
  return [
    door('网页与接口', 'Pages and API', gateway.host, [gateway.port], false),
    door(
      'SIP 电话与线路',
      'SIP phones and carriers',
      edge.host,
      [edge.sip, edge.tls, ...(edge.trunks ? [edge.trunks] : [])],
      false,
    ),
    door('浏览器话机', 'Phones in browsers', edge.host, [edge.ws, edge.wss], false),
    door('语音', 'Sound', rtpengine.host, [rtpengine.portMin, rtpengine.portMax], false),
    door('SIP 边缘内部', 'SIP edge, inside', edge.nodesHost, [edge.nodes], true),
    door('SIP 边缘控制', 'SIP edge, control', edge.rpcHost, [edge.rpc], true),
    door('媒体节点', 'Media node', media.host, [media.sip], true),
    door('语音控制', 'Sound, control', rtpengine.control, controlPorts(rtpengine), true),
    door('消息总线', 'Bus', nats.host, [nats.port], true),
    door('数据库', 'Database', postgres.host, [postgres.port], true),
    door('分析库', 'Analytics store', clickhouse.host, [clickhouse.port], true),
    door(
      '监控指标',
      'Metrics',
      metrics.host,
      [metrics.engine, metrics.media, metrics.analytics, metrics.gateway],
      true,
    ),
  ]
}

const controlPorts = ({ ng, cli, http }: Settings['rtpengine']): number[] =>
  [ng, cli, http].filter((port) => port !== undefined)

/** rtpengine asks nobody who he is: the kernel must. */
function controlGuard({ dataDir }: Settings): Check {
  const name = { zh: '语音控制的守卫', en: 'Guard of sound’s control' }
  return existsSync(join(dataDir, CONTROL_GUARD))
    ? { name, state: 'good', detail: { zh: '仅媒体节点的用户可达', en: 'Only the media node’s user reaches it' } }
    : {
        name,
        state: 'look',
        detail: {
          zh: '本机其他用户可达：由 root 启动时内核会拦住他们（nftables）',
          en: 'Other users of this machine reach it: when root starts Tinglan the kernel keeps them out (nftables)',
        },
      }
}

function openDoor({ name, host, ports, inner }: Door): Check {
  const at = `${host}:${ports.join(', ')}`
  if (isLoopback(host))
    return { name, state: 'good', detail: { zh: `${at}，仅本机可达`, en: `${at}, this machine only` } }
  const detail = inner
    ? { zh: `${at}，应只在内网可达`, en: `${at}: should be reached from an inner network only` }
    : { zh: `${at}，他人可达`, en: `${at}, others reach it` }
  return { name, state: inner && isEverywhere(host) ? 'bad' : 'look', detail }
}

const isReachable = ({ gateway, edge }: Settings): boolean =>
  gateway.publicUrl !== undefined || !isLoopback(gateway.host) || !isLoopback(edge.host)

function passwords({ openAccounts }: Running, reachable: boolean): Check {
  const name = { zh: '公开密码', en: 'Published passwords' }
  if (openAccounts.length === 0)
    return { name, state: 'good', detail: { zh: '没有账号使用', en: 'No account has one' } }
  const all = openAccounts.join(', ')
  const detail = { zh: `以下账号仍用示例密码：${all}`, en: `Sample passwords still open: ${all}` }
  return { name, state: reachable ? 'bad' : 'look', detail }
}

function sample({ demo }: Settings): Check {
  const name = { zh: '示例公司', en: 'Sample company' }
  return demo.company
    ? {
        name,
        state: 'look',
        detail: { zh: '已开启：含示例账号、分机与线路', en: 'On: sample accounts, extensions and trunks' },
      }
    : { name, state: 'good', detail: { zh: '已关闭', en: 'Off' } }
}

function encrypted({ gateway }: Settings): Check {
  const name = { zh: '网页加密', en: 'Pages encrypted' }
  if (gateway.publicUrl?.startsWith('https:'))
    return { name, state: 'good', detail: { zh: gateway.publicUrl, en: gateway.publicUrl } }
  return isLoopback(gateway.host)
    ? { name, state: 'good', detail: { zh: '仅本机访问', en: 'This machine only' } }
    : {
        name,
        state: 'bad',
        detail: {
          zh: '他人以明文访问：请在前面放置 https 代理并设置 gateway.publicUrl',
          en: 'Others come in the clear: put an https proxy in front and set gateway.publicUrl',
        },
      }
}

function certificate(settings: Settings, now: number): Check {
  const name = { zh: 'SIP 证书', en: 'SIP certificate' }
  const file = join(settings.dataDir, 'kamailio', 'edge.crt')
  let found: X509Certificate
  try {
    found = new X509Certificate(readFileSync(file))
  } catch {
    return { name, state: 'look', detail: { zh: `读不到：${file}`, en: `Cannot be read: ${file}` } }
  }
  const until = new Date(found.validTo).toISOString().slice(0, 10)
  const days = (Date.parse(found.validTo) - now) / DAY_MS
  const own = found.issuer === found.subject
  const [zh, en] = own ? ['自签名，', 'Self-signed, '] : ['', '']
  const detail = { zh: `${zh}有效期至 ${until}`, en: `${en}good until ${until}` }
  return { name, state: days <= 0 ? 'bad' : own || days < SOON_DAYS ? 'look' : 'good', detail }
}

function runsAs({ uid }: Running): Check {
  const name = { zh: '运行用户', en: 'Runs as' }
  return uid === 0
    ? {
        name,
        state: 'look',
        detail: { zh: 'root：建议用专用用户启动', en: 'root: better started by a user of its own' },
      }
    : { name, state: 'good', detail: { zh: `用户 ${uid}`, en: `User ${uid}` } }
}

function dataFolder({ dataDir }: Settings): Check {
  const name = { zh: '数据目录', en: 'Data folder' }
  const secrets = statSync(join(dataDir, 'secrets.json'), { throwIfNoEntry: false })
  const open = secrets !== undefined && (secrets.mode & 0o077) !== 0
  return open
    ? { name, state: 'bad', detail: { zh: 'secrets.json 他人可读', en: 'Others may read secrets.json' } }
    : { name, state: 'good', detail: { zh: '密钥仅属主可读', en: 'Secrets are its owner’s alone' } }
}

export function checklist(settings: Settings, running: Running): Check[] {
  return [
    passwords(running, isReachable(settings)),
    sample(settings),
    encrypted(settings),
    certificate(settings, running.now),
    runsAs(running),
    dataFolder(settings),
    ...(settings.media.kind === 'rtpengine' ? [controlGuard(settings)] : []),
    ...doorsOf(settings).map(openDoor),
  ]
}
