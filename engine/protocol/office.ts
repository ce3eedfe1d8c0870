// What people of the centre tell each other.

export interface Announcement {
  id: string
  title: string
  body: string
  urgent: boolean
  fromAt: number
  untilAt?: number
  byName: string
  read: boolean
}

/** As its writer sees it. */
export interface AnnouncementKept extends Omit<Announcement, 'read'> {
  everybody: boolean
  departmentIds: string[]
  groupIds: string[]
  /** whose agents */
  queueIds: string[]
  accountIds: string[]
  wallboard: boolean
  readBy: number
}

export type ThreadKind = 'person' | 'group' | 'department' | 'all'

export interface StaffThread {
  /** p:<account>:<account>, g:<group>, d:<department>, all */
  thread: string
  kind: ThreadKind
  /** the other person, the group or the department */
  id: string
  name: string
  unread: number
  last?: StaffMessage
}

export interface StaffMessage {
  id: number
  thread: string
  fromId: string
  fromName: string
  body: string
  at: number
}

export interface AreaAlarm {
  id: number
  area: string
  level: number
  calls: number
  raisedAt: number
  lastAt: number
}
