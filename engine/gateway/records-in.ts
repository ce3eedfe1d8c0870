// The records of this gateway: what is saved is announced to the engine nodes and the edge, and waited for.
import type { Bus } from '../ports/bus.ts'
import { subjects } from '../protocol/actors.ts'
import { isCommon } from '../records/accounts/common-passwords.ts'
import { phonePasswordOf } from '../records/phones/secret.ts'
import { type Records, type RecordsParts, recordsOf } from '../records/record/configure.ts'
import { byEdge } from '../records/record/in-force.ts'
import { type Sql, transactions } from '../records/store/postgres.ts'
import { EDGE_RELOAD } from './edge.ts'
import type { InForce } from './in-force.ts'

type Own = Pick<RecordsParts, 'kinds' | 'hashPassword' | 'checkFlow'> & {
  sql: Sql
  bus: Bus
  settings: Pick<RecordsParts, 'realm' | 'home'> & { kioskSecret: string }
}

export function recordsIn({ sql, bus, settings, ...own }: Own, inForce: InForce): Records {
  return recordsOf({
    transaction: transactions(sql),
    kinds: own.kinds,
    realm: settings.realm,
    home: settings.home,
    hashPassword: own.hashPassword,
    phonePassword: (id) => phonePasswordOf(settings.kioskSecret, id),
    isCommonPassword: isCommon,
    checkFlow: own.checkFlow,
    announce(change, kind) {
      bus.publish(subjects.configChanged, change)
      if (byEdge(kind)) bus.publish(EDGE_RELOAD, { what: kind.edge ?? 'trunks' })
      return inForce.outstanding({ revision: change.revision, byEdge: byEdge(kind) })
    },
  })
}
