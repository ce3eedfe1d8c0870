// Returns to the first menu, which is played again.
import { defineNode } from '#engine/routing/core/ivr/node.ts'

export default defineNode({
  type: 'top',
  label: { zh: '返回顶级', en: 'Back to the top' },
  help: { zh: '回到第一级菜单并重新播放', en: 'Returns to the first menu, which is played again' },
  fields: [],
  outlets: [],
  audible: () => false,
  enter: () => ({ do: 'top' }),
})
