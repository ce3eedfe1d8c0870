// Files that people have made, through any gateway: the one that makes a file keeps it, and the others ask for it. Its bytes
// go through the storage, which all machines reach.
import { copyFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Bus } from '../ports/bus.ts'
import type { Storage } from '../ports/storage.ts'
import type { ExportJob } from '../protocol/api.ts'
import { done, type Outcome, refused } from '../records/record/outcome.ts'
import type { ExportFile, Exports, LocalExports } from '../records/table-files/exports.ts'

const SUBJECT = 'ask.exports'
/** a list waits for all gateways, a file for the one that has it */
const LIST_MS = 300
const ONE_MS = 5_000

const asked = z.object({
  act: z.enum(['list', 'find', 'cancel', 'file']),
  /** who asks already knows its own */
  gateway: z.string(),
  accountId: z.string(),
  id: z.string().default(''),
})
type Asked = z.input<typeof asked>

interface Parts {
  bus: Bus
  storage: Storage
  gateway: string
  failed(error: unknown): void
}

/** where the others find its bytes */
export const keptAs = ({ id, format }: ExportJob): string => `exports/${id}.${format}`

export async function sharedExports(local: LocalExports, parts: Parts): Promise<Exports> {
  const { bus, storage, gateway, failed } = parts
  const heard = await bus.subscribe(SUBJECT, (value, _subject, answer) => {
    const question = asked.safeParse(value)
    if (!question.success || question.data.gateway === gateway) return
    void answerTo(question.data, local, storage).then((said) => said !== undefined && answer?.(said), failed)
  })
  const others = <Value>(act: Asked['act'], accountId: string, id: string): Promise<Outcome<Value>> => {
    const question: Asked = { act, gateway, accountId, id }
    const maker = makerOf(id)
    if (maker === undefined || maker === gateway) return Promise.resolve(refused('not-found'))
    // it has it no more, or is gone: nobody answers
    return bus.ask(SUBJECT, question, ONE_MS).then(
      (said) => said as Outcome<Value>,
      () => refused('not-found'),
    )
  }
  const own = <Value>(outcome: Outcome<Value>) => outcome.ok || outcome.refusal !== 'not-found'

  return {
    start: (ask) => local.start({ ...ask, id: `${gateway}.${ask.id}` }),
    async list(accountId) {
      const question: Asked = { act: 'list', gateway, accountId }
      const lists = (await bus.askAll(SUBJECT, question, LIST_MS).catch(() => [])) as ExportJob[][]
      return [...local.list(accountId), ...lists.flat()].sort((a, b) => b.startedAt - a.startedAt)
    },
    async find(id, accountId) {
      const here = local.find(id, accountId)
      return own(here) ? here : others('find', accountId, id)
    },
    async cancel(id, accountId) {
      const here = await local.cancel(id, accountId)
      return own(here) ? here : others('cancel', accountId, id)
    },
    async file(id, accountId) {
      const here = local.file(id, accountId)
      if (own(here)) return here
      const there = await others<ExportFile>('file', accountId, id)
      if (!there.ok) return there
      const path = await storage.local(keptAs(there.value.job))
      return path === undefined ? refused('not-found') : done({ ...there.value, path })
    },
    async stop() {
      await heard.stop()
      await local.stop()
    },
  }
}

/** An id names the gateway that makes the file: what is none is not waited for. */
const makerOf = (id: string): string | undefined => /^([A-Za-z0-9_-]{1,32})\.[0-9a-z-]+$/.exec(id)?.[1]

/** Undefined when the file is of another gateway, which answers. */
async function answerTo(question: z.output<typeof asked>, local: LocalExports, storage: Storage): Promise<unknown> {
  const { act, accountId, id } = question
  if (act === 'list') return local.list(accountId)
  if (!local.find(id, accountId).ok) return undefined
  if (act === 'find') return local.find(id, accountId)
  if (act === 'cancel') return local.cancel(id, accountId)
  const file = local.file(id, accountId)
  if (!file.ok) return file
  const copy = `${file.value.path}.shared`
  await copyFile(file.value.path, copy)
  await storage.take(keptAs(file.value.job), copy)
  return file
}
