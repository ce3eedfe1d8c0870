// What the mock's routes are asked and answer.
import type { ApiError, Page, SessionInfo } from '#engine/protocol/api.ts'
import { REFUSALS, type RefusalName } from '#engine/protocol/refusals.ts'

export interface MockAsked {
  method: string
  path: string
  query: URLSearchParams
  session: SessionInfo | undefined
  body: unknown
  fileName: string
}
export interface MockAnswer {
  status: number
  json?: unknown
  bytes?: Buffer
  type?: string
  cookie?: string
}
export const refuse = (status: number, refusal: RefusalName, more: Partial<ApiError> = {}): MockAnswer => {
  const { zh, en } = REFUSALS[refusal]
  const json: ApiError = { refusal, message: { zh, en }, ...more }
  return { status, json }
}

export const ok = (json: unknown): MockAnswer => ({ status: 200, json })
export const paged = <Item>(all: Item[], query: URLSearchParams): MockAnswer => {
  const page = Number(query.get('page') ?? 1)
  const pageSize = Number(query.get('pageSize') ?? 20)
  const json: Page<Item> = {
    rows: all.slice((page - 1) * pageSize, page * pageSize),
    total: all.length,
    page,
    pageSize,
  }
  return ok(json)
}
