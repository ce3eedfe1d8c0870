// The company's configuration as the engine reads it. Adapter: engine/records/store; changes are announced on config.changed.
import type {
  AccessNumber,
  AgentConfig,
  CalendarDay,
  CallerInfo,
  ChosenState,
  Extension,
  Flow,
  Home,
  PhoneCode,
  QueueConfig,
  Trunk,
} from '../protocol/company.ts'
import type { CallLimit, OutboundRoute, ParkPlace, RingGroup } from '../protocol/switch.ts'
import type { TimeGroup } from '../protocol/time-groups.ts'
import type { VipSource } from '../protocol/vip.ts'

export interface CompanySnapshot {
  /** grows with every change */
  revision: number
  agents: AgentConfig[]
  queues: QueueConfig[]
  numbers: AccessNumber[]
  flows: Flow[]
  trunks: Trunk[]
  routes: OutboundRoute[]
  limits: CallLimit[]
  extensions: Extension[]
  ringGroups: RingGroup[]
  parkPlaces: ParkPlace[]
  /** what phones dial and key */
  codes: PhoneCode[]
  /** what agents may choose instead of ready, in order */
  states: ChosenState[]
  /** dates that are not as their weekday is, each once */
  calendar: CalendarDay[]
  timeGroups: TimeGroup[]
  vipSources: VipSource[]
  timeZone: string
  home: Home
}

export interface Company {
  snapshot(): Promise<CompanySnapshot>
  /** of the present snapshot: cheap, asked every few seconds because an announcement may be missed */
  revision(): Promise<number>
  /** what is known of a caller: customer, VIP, last agent, recent calls */
  caller(number: string): Promise<CallerInfo>
  /** whose agent number and PIN these are; several wrong ones in a row lock it for a while */
  agentByPin(number: string, pin: string): Promise<PinAnswer>
}

export type PinAnswer = { agentId: string } | { refused: 'wrong' | 'locked' }
