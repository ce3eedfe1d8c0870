// Words of the centre's processes, as charts of the system name them. Products keep their own names.
import type { Label } from '../fields.ts'

const product = (name: string): Label => ({ zh: name, en: name })

const PARTS: Record<string, Label> = {
  engine: { zh: '引擎', en: 'Engine' },
  media: { zh: '媒体', en: 'Media' },
  analytics: { zh: '分析', en: 'Analytics' },
  gateway: { zh: '网关', en: 'Gateway' },
  demo: { zh: '模拟呼叫', en: 'Simulated calls' },
  ...{ nats: product('NATS'), postgres: product('PostgreSQL'), clickhouse: product('ClickHouse') },
  ...{ redis: product('Redis'), kamailio: product('Kamailio'), rtpengine: product('rtpengine') },
}

/** A second one of a role has a number: engine-2. */
export function partName(name: string): Label {
  const [role = '', number] = name.split('-')
  const word = PARTS[role]
  if (!word) return product(name)
  return number === undefined ? word : { zh: `${word.zh} ${number}`, en: `${word.en} ${number}` }
}
