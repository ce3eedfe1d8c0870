// 墙面屏: a wallboard without a person. Its address holds a token; who deletes it or turns it off revokes that.
import { defineKind } from '../record/kind.ts'

export default defineKind({
  kind: 'kiosks',
  table: 'kiosks',
  label: { zh: '墙面屏', en: 'Wall screens' },
  right: 'configure',
  title: 'name',
  idPrefix: 'kiosk',
  opensAlone: 'screen',
  fields: [
    {
      name: 'name',
      type: 'text',
      label: { zh: '名称', en: 'Name' },
      help: { zh: '如所在房间', en: 'Such as the room it hangs in' },
      required: true,
      listed: true,
      maxLength: 50,
    },
    {
      name: 'queueIds',
      type: 'reference',
      to: 'queues',
      many: true,
      label: { zh: '显示的队列', en: 'Queues it shows' },
      help: { zh: '不选则显示全部', en: 'None chosen = all' },
      listed: true,
    },
    {
      name: 'boardIds',
      type: 'reference',
      to: 'boards',
      many: true,
      label: { zh: '轮播的版面', en: 'Boards it goes through' },
      help: { zh: '不选则显示标准大屏', en: 'None chosen = the standard wallboard' },
      listed: true,
    },
    {
      name: 'showNumbers',
      type: 'switch',
      label: { zh: '可含主叫号码', en: 'May hold callers’ numbers' },
      help: {
        zh: '关闭时，来电号码与姓名不会发送到这块屏',
        en: 'Off: callers’ numbers and names are never sent to this screen',
      },
      listed: true,
    },
    { name: 'enabled', type: 'switch', label: { zh: '启用', en: 'Enabled' }, listed: true, default: true },
  ],
})
