// 部门: a tree; users belong to one, and a right over a department reaches down.
import { below } from '../../rights/organisation.ts'
import { defineKind, type KindWorld, type Values } from '../record/kind.ts'

export default defineKind({
  kind: 'departments',
  table: 'departments',
  label: { zh: '部门', en: 'Departments' },
  right: 'accounts',
  title: 'name',
  idPrefix: 'department',
  fields: [
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 50 },
    {
      name: 'parentId',
      type: 'reference',
      to: 'departments',
      label: { zh: '上级部门', en: 'Part of' },
      listed: true,
    },
  ],
  async check(values, world, id) {
    const parent = String(values.parentId ?? '')
    if (id === undefined || parent === '') return []
    const inside = below(await departmentsOf(world), id)
    return inside.has(parent) ? [{ path: 'parentId', message: 'a department is no part of itself' }] : []
  },
})

async function departmentsOf({ sql }: KindWorld): Promise<{ id: string; parentId?: string }[]> {
  const rows = await sql<Values[]>`select id, parent_id from departments`
  return rows.map(({ id, parentId }) => ({ id: String(id), ...(parentId ? { parentId: String(parentId) } : {}) }))
}
