// What two versions of a flow are compared by.
export const flowDiff = {
  compare: '对比',
  title: (from: number, to: string) => `版本 ${from} → ${to}`,
  now: '当前编辑内容',
  same: '两个版本内容相同（位置不计）。',
  drawing: '两个版本的差异图',
}
