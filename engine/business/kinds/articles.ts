// 知识库: what agents look up while they talk; managers write it, everybody with the right reads what is published.
import { defineBusiness } from '../record/kind.ts'

export default defineBusiness({
  kind: 'articles',
  label: { zh: '知识库', en: 'Knowledge' },
  one: { zh: '知识', en: 'Article' },
  right: 'knowledge',
  writeRight: 'business-manage',
  idPrefix: 'article',
  title: 'title',
  fullText: true,
  marks: true,
  readable: ['live'],
  states: {
    list: [
      { value: 'live', label: { zh: '已发布', en: 'Published' }, colour: 'green' },
      { value: 'draft', label: { zh: '草稿', en: 'Draft' }, colour: 'grey' },
      { value: 'old', label: { zh: '已下线', en: 'Withdrawn' }, colour: 'amber', final: true },
    ],
  },
  fields: [
    { name: 'title', type: 'text', label: { zh: '标题', en: 'Title' }, required: true, listed: true, maxLength: 200 },
    { name: 'category', type: 'text', label: { zh: '分类', en: 'Category' }, listed: true, maxLength: 60 },
    { name: 'keywords', type: 'text', label: { zh: '关键词', en: 'Keywords' }, listed: true, maxLength: 200 },
    {
      name: 'body',
      type: 'text',
      label: { zh: '正文', en: 'Text' },
      required: true,
      multiline: true,
      maxLength: 20_000,
    },
    { name: 'until', type: 'date', label: { zh: '有效期至', en: 'Valid until' }, listed: true },
  ],
})
