// What the caller asks of an agent, beside what the access number and the queue ask.
import type { SkillLevel } from '#engine/protocol/company.ts'
import type { FlowNode } from '#engine/protocol/flow.ts'
import { defineNode } from '#engine/routing/core/ivr/node.ts'
import { isRecord } from '#engine/routing/core/ivr/settings.ts'

function needs({ settings }: FlowNode): SkillLevel[] {
  const rows = Array.isArray(settings.needs) ? settings.needs.filter(isRecord) : []
  return rows.flatMap(({ skillId, level }) =>
    typeof skillId === 'string' && typeof level === 'number' ? { skillId, level } : [],
  )
}

export default defineNode({
  type: 'need-skills',
  label: { zh: '技能要求', en: 'Skills needed' },
  help: {
    zh: '之后排队时由具备这些技能的坐席接听；留空则取消之前节点的要求',
    en: 'From here on agents with these skills take the call; empty takes back what a node before asked',
  },
  fields: [
    {
      name: 'needs',
      type: 'list',
      label: { zh: '所需技能', en: 'Skills' },
      of: [
        { name: 'skillId', type: 'reference', to: 'skills', label: { zh: '技能', en: 'Skill' }, required: true },
        {
          name: 'level',
          type: 'number',
          label: { zh: '至少等级', en: 'Level at least' },
          ...{ min: 1, max: 9, integer: true, required: true, default: 1 },
        },
      ],
    },
  ],
  outlets: [{ name: 'done', label: { zh: '继续', en: 'Go on' }, required: true }],
  audible: () => false,
  enter: ({ node }) => ({ do: 'leave', outlet: 'done', needs: needs(node) }),
})
