// Words of planning: forecast, staffing, backtest, import, background work.
export const plan = {
  jobs: {
    title: '后台任务',
    states: { waiting: '排队中', running: '进行中', done: '已完成', cancelled: '已取消', failed: '失败' },
    cancel: '取消任务',
    elapsed: (time: string) => `已用 ${time}`,
    left: (time: string) => `约剩 ${time}`,
    cost: (n: number) => `当前成本 ${n}`,
    bound: (n: number) => `下界 ${n}`,
    gap: (percent: string) => `与下界差 ${percent}%`,
  },
}
