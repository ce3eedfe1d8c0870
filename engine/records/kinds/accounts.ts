// 账号: who signs in to the pages. A changed password, role or switch ends the account's sessions.

import { ADMINISTRATOR } from '../../protocol/rights.ts'
import { defineKind, type FieldFault, type Values } from '../record/kind.ts'
import type { Queries } from '../store/postgres.ts'

export default defineKind({
  kind: 'accounts',
  table: 'accounts',
  label: { zh: '账号', en: 'Accounts' },
  right: 'accounts',
  title: 'account',
  idPrefix: 'account',
  extras: ['lockedUntil'],
  fields: [
    {
      name: 'account',
      type: 'text',
      label: { zh: '账号', en: 'Account' },
      required: true,
      listed: true,
      pattern: '^[A-Za-z0-9._-]{2,40}$',
    },
    { name: 'name', type: 'text', label: { zh: '姓名', en: 'Name' }, required: true, listed: true, maxLength: 50 },
    {
      name: 'role',
      type: 'reference',
      to: 'roles',
      label: { zh: '角色', en: 'Role' },
      required: true,
      listed: true,
    },
    {
      name: 'departmentId',
      type: 'reference',
      to: 'departments',
      label: { zh: '部门', en: 'Department' },
      listed: true,
    },
    { name: 'agentId', type: 'reference', to: 'agents', label: { zh: '坐席', en: 'Agent' }, listed: true },
    {
      name: 'lang',
      type: 'choice',
      label: { zh: '界面语言', en: 'Language' },
      default: 'zh',
      options: [
        { value: 'zh', label: { zh: '中文', en: 'Chinese' } },
        { value: 'en', label: { zh: '英文', en: 'English' } },
      ],
    },
    {
      name: 'password',
      type: 'password',
      label: { zh: '密码', en: 'Password' },
      help: { zh: '至少 8 位', en: 'At least 8 characters' },
      required: true,
    },
    {
      name: 'newPasswordNeeded',
      type: 'switch',
      label: { zh: '下次登录须改密码', en: 'New password at next sign-in' },
    },
    { name: 'enabled', type: 'switch', label: { zh: '启用', en: 'Enabled' }, listed: true, default: true },
  ],
  async check(values, world, id) {
    const faults: FieldFault[] = []
    if (values.role === 'agent' && !values.agentId) {
      faults.push({ path: 'agentId', message: 'an account of the role agent needs its agent' })
    }
    if (id !== undefined && !isAdministrator(values) && (await isLastAdministrator(world.sql, id))) {
      faults.push({ path: 'role', message: 'the last administrator must stay one and stay enabled' })
    }
    const own = [String(values.account ?? ''), String(values.name ?? '')]
    if (values.password !== undefined && (await world.isCommonPassword(String(values.password), own))) {
      faults.push({ path: 'password', message: 'it is a common password, or made of the account or the name' })
    }
    return faults
  },
  async toRow({ password, ...values }, world) {
    const row = { ...values, agentId: values.agentId || null, departmentId: values.departmentId || null }
    if (password === undefined) return row
    return {
      ...row,
      passwordHash: await world.hashPassword(String(password)),
      failures: 0,
      lockedUntil: null,
      ownPasswordSince: null,
    }
  },
  async keepBecause(id, by, { sql }) {
    if (by.accountId === id) return OWN
    return (await isLastAdministrator(sql, id)) ? LAST : undefined
  },
  async afterSave(id, { sql }, before) {
    if (before !== undefined) await sql`delete from sessions where account_id = ${id}`
  },
})

const OWN = { zh: '不能删除当前登录的账号', en: 'nobody can delete the account they are signed in with' }
const LAST = { zh: '这是最后一个管理员', en: 'this is the last administrator' }

const isAdministrator = (values: Values): boolean => values.role === ADMINISTRATOR && values.enabled === true

async function isLastAdministrator(sql: Queries, id: string): Promise<boolean> {
  const rows = await sql<{ id: string }[]>`select id from accounts where role = ${ADMINISTRATOR} and enabled`
  return rows.length === 1 && rows[0]?.id === id
}
