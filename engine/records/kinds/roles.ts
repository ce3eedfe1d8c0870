// 角色: a set of rights, each as far as its scope. The administrator's has them all and stays as it is.
import { ADMINISTRATOR, ALL_RIGHTS, type Grant, RIGHTS, SCOPES, SHIPPED } from '../../protocol/rights.ts'
import { defineKind, type FieldFault, type Values } from '../record/kind.ts'

export default defineKind({
  kind: 'roles',
  table: 'roles',
  label: { zh: '角色', en: 'Roles' },
  right: 'accounts',
  title: 'name',
  idPrefix: 'role',
  fields: [
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 30 },
    { name: 'nameEn', type: 'text', label: { zh: '英文名称', en: 'English name' }, listed: true, maxLength: 50 },
    {
      name: 'grants',
      type: 'list',
      each: 'right',
      label: { zh: '权限', en: 'Rights' },
      help: { zh: '每项权限可以做到哪里为止', en: 'How far each right reaches' },
      of: [
        {
          name: 'right',
          type: 'choice',
          label: { zh: '权限', en: 'Right' },
          required: true,
          options: ALL_RIGHTS.map((value) => ({ value, label: RIGHTS[value].label })),
        },
        {
          name: 'scope',
          type: 'choice',
          label: { zh: '范围', en: 'Scope' },
          required: true,
          options: Object.entries(SCOPES).map(([value, label]) => ({ value, label })),
          only: { by: 'right', values: Object.fromEntries(ALL_RIGHTS.map((right) => [right, RIGHTS[right].scopes])) },
        },
        {
          name: 'groupIds',
          type: 'reference',
          to: 'groups',
          many: true,
          label: { zh: '坐席组', en: 'Groups' },
          when: { field: 'scope', is: 'groups' },
        },
        {
          name: 'queueIds',
          type: 'reference',
          to: 'queues',
          many: true,
          label: { zh: '队列', en: 'Queues' },
          when: { field: 'scope', is: 'queues' },
        },
      ],
    },
  ],
  async check(values, _world, id) {
    if (id === ADMINISTRATOR) return [{ path: 'name', message: 'the administrator role stays as it is' }]
    return faultsOf(values.grants as Grant[])
  },
  async keepBecause(id) {
    return id in SHIPPED ? { zh: '系统自带的角色', en: 'it came with the system' } : undefined
  },
  async afterSave(id, { sql }, before) {
    if (before !== undefined && grantsDiffer(before, await saved(sql, id)))
      await sql`delete from sessions where account_id in (select id from accounts where role = ${id})`
  },
})

type Sql = Parameters<NonNullable<ReturnType<typeof defineKind>['afterSave']>>[1]['sql']

async function saved(sql: Sql, id: string): Promise<Values> {
  const [row] = await sql<Values[]>`select grants from roles where id = ${id}`
  return row ?? {}
}
const grantsDiffer = (before: Values, after: Values): boolean =>
  JSON.stringify(before.grants) !== JSON.stringify(after.grants)

function faultsOf(grants: readonly Grant[]): FieldFault[] {
  return grants.flatMap(({ right, scope, groupIds, queueIds }, at) => {
    const path = `grants.${at}`
    const fault = (name: string, message: string): FieldFault[] => [{ path: `${path}.${name}`, message }]
    if (grants.findIndex((other) => other.right === right) !== at) return fault('right', 'doubled right')
    if (!RIGHTS[right].scopes.includes(scope)) return fault('scope', 'this right cannot reach so far')
    if (scope === 'groups' && groupIds.length === 0) return fault('groupIds', 'which groups?')
    return scope === 'queues' && queueIds.length === 0 ? fault('queueIds', 'which queues?') : []
  })
}
