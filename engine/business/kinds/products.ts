// 产品: what is sold and asked about.
import { defineBusiness } from '../record/kind.ts'

export default defineBusiness({
  kind: 'products',
  label: { zh: '产品', en: 'Products' },
  one: { zh: '产品', en: 'Product' },
  right: 'orders',
  writeRight: 'business-manage',
  idPrefix: 'product',
  title: 'name',
  unique: ['sku'],
  fields: [
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 100 },
    { name: 'sku', type: 'text', label: { zh: '编号', en: 'SKU' }, listed: true, maxLength: 40 },
    { name: 'price', type: 'money', label: { zh: '单价', en: 'Price' }, listed: true, min: 0 },
    { name: 'unit', type: 'text', label: { zh: '单位', en: 'Unit' }, maxLength: 20 },
    { name: 'onSale', type: 'switch', label: { zh: '在售', en: 'On sale' }, listed: true, default: true },
    { name: 'text', type: 'text', label: { zh: '说明', en: 'Description' }, multiline: true, maxLength: 4_000 },
  ],
})
