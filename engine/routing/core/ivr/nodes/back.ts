// Returns to the menu above, which is played again.
import { defineNode } from '#engine/routing/core/ivr/node.ts'

export default defineNode({
  type: 'back',
  label: { zh: '返回上级', en: 'Back one level' },
  help: { zh: '回到上一级菜单并重新播放', en: 'Returns to the menu above, which is played again' },
  fields: [],
  outlets: [],
  audible: () => false,
  enter: () => ({ do: 'back' }),
})
