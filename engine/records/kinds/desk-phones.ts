// 话机: a desk phone that fetches its configuration by itself. Its extension gets a password that only the file knows.
import { phoneModels } from '../phones/models.ts'
import { ha1Of } from '../record/ha1.ts'
import { defineKind } from '../record/kind.ts'

export default defineKind({
  kind: 'desk-phones',
  table: 'desk_phones',
  label: { zh: '话机', en: 'Desk phones' },
  right: 'configure',
  title: 'name',
  idPrefix: 'phone',
  edge: 'extensions',
  opensAlone: 'phone',
  fields: [
    {
      name: 'name',
      type: 'text',
      label: { zh: '名称', en: 'Name' },
      help: { zh: '如所在座位', en: 'Such as the desk it stands on' },
      ...{ required: true, listed: true, maxLength: 50 },
    },
    {
      name: 'model',
      type: 'choice',
      label: { zh: '型号', en: 'Model' },
      ...{ required: true, listed: true },
      options: [...phoneModels.values()].map(({ name, label }) => ({ value: name, label })),
    },
    {
      name: 'mac',
      type: 'text',
      label: { zh: 'MAC 地址', en: 'MAC address' },
      help: { zh: '话机底部标签上的 12 位，不含冒号', en: 'The twelve digits on the label below it, without colons' },
      ...{ required: true, listed: true, pattern: '^[0-9a-f]{12}$' },
    },
    {
      name: 'extensionId',
      type: 'reference',
      to: 'extensions',
      label: { zh: '分机', en: 'Extension' },
      help: {
        zh: '保存后此分机改用话机自己的密码，原密码失效；删除话机后请为分机另设密码',
        en: 'It gets the phone’s own password and the one it had is no longer valid; set another one after deleting the phone',
      },
      ...{ required: true, listed: true },
    },
    {
      name: 'secure',
      type: 'switch',
      label: { zh: '加密（TLS、SRTP）', en: 'Encrypted (TLS and SRTP)' },
      help: {
        zh: '话机须信任本中心的证书；语音在双方都支持时加密',
        en: 'The phone must trust the centre’s certificate; sound is encrypted where both sides can',
      },
    },
    { name: 'enabled', type: 'switch', label: { zh: '启用', en: 'Enabled' }, listed: true, default: true },
  ],
  async afterSave(id, { sql, realm, phonePassword }) {
    const [row] = await sql<{ extensionId: string; number: string }[]>`
      select e.id as extension_id, e.number from desk_phones p join extensions e on e.id = p.extension_id where p.id = ${id}`
    if (!row) return
    const ha1 = ha1Of(row.number, realm, phonePassword(id))
    await sql`update extensions set realm = ${realm}, ha1 = ${ha1}, version = version + 1, updated_at = now()
      where id = ${row.extensionId} and (ha1 <> ${ha1} or realm <> ${realm})`
  },
})
