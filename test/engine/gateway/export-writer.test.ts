// A file made for somebody is written down by whoever began it and by the gateway's beat, perhaps at once.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { writerOf } from '#engine/gateway/export-writer.ts'
import type { ExportJob } from '#engine/protocol/api.ts'
import type { Making } from '#engine/records/table-files/exports.ts'
import { folderStorage } from '#engine/storage/folder.ts'

t.test('two who write the same finished file down at once write it once, and it is there', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'tinglan-export-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const path = join(folder, 'made.csv')
  await writeFile(path, 'a,b\n')
  const job = { id: 'e1', format: 'csv', state: 'done' } as ExportJob
  const making = { ask: { id: 'e1', accountId: 'a', needs: [] }, job, path } as unknown as Making
  const rows: ExportJob[] = []
  const write = writerOf({ write: async (row) => void rows.push(row.job) }, folderStorage(join(folder, 'shared')))
  await Promise.all([write(making), write(making), write(making)])
  t.equal(rows.length, 1)
  t.equal(await readFile(join(folder, 'shared/exports/e1.csv'), 'utf8'), 'a,b\n')
})

t.test('after one that failed the next is tried', async (t) => {
  const job = { id: 'e2', format: 'csv', state: 'running' } as ExportJob
  const making = { ask: { id: 'e2', accountId: 'a', needs: [] }, job, path: '' } as unknown as Making
  let asked = 0
  const kept = async (): Promise<void> => {
    asked++
    if (asked === 1) throw new Error('the database is away')
  }
  const write = writerOf({ write: kept }, { take: async () => undefined })
  const [first, second] = await Promise.allSettled([write(making), write(making)])
  t.same([first.status, second.status, asked], ['rejected', 'fulfilled', 2])
})
