// Words of capacity and hiring by month.
export const hiring = {
  title: '按月的产能与招聘计划',
  fields: { staff: '现有坐席', weekHours: '每人每周工时', leavers: '年离职率（%）', months: '招聘到上岗（月）' },
  read: '计算未来 12 个月',
  reading: (done: number, all: number) => `正在计算 ${done} / ${all}`,
  wrong: '人数、工时、离职率（0–100）与月数（0–12）须在范围内',
  help: '按预测与目标算出每月需要多少工时，折成人数，再扣去离职，说明哪个月要开始招几个人。',
  month: '月份',
  hours: '需要工时',
  needed: '需要坐席',
  staff: '届时坐席',
  hire: '当月开始招',
  short: '仍缺',
  total: (people: number) => `12 个月共招 ${people} 人`,
  note: '需要工时含损耗；“仍缺”是现在开始招也来不及的月份，可加班、外包或放宽目标。',
}
