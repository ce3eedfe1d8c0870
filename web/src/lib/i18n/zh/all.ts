// The Chinese words, put together: a file that only its readers load.
import { admin } from './admin.ts'
import { business } from './business.ts'
import { common } from './common.ts'
import { desk } from './desk.ts'
import { flowDiff } from './flow-diff.ts'
import { knowledge } from './knowledge.ts'
import { monitor } from './monitor.ts'
import { office } from './office.ts'
import { plan } from './plan.ts'
import { roster } from './roster.ts'

export const zh = { common, desk, monitor, admin, office, business, knowledge, plan, roster, flowDiff }
