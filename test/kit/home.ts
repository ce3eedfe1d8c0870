// Where the centres of the tests stand.
import type { Home } from '#engine/protocol/company.ts'

export const CHINA: Home = { country: 'CN', areaCode: '' }
