// Draws a planning chart with uPlot: the only file that knows it. Values change in place; another shape is a new plot.
import uPlot from 'uplot'
import {
  axisTexts,
  type ChartLine,
  type ChartModel,
  dayStarts,
  roundTop,
  type Span,
  ticksFor,
  tickText,
} from './forecast-chart.ts'

export interface PlotParts {
  host: HTMLElement
  dark: boolean
  weekdays: () => readonly string[]
  /** words of the value axis */
  valueText: (value: number) => string
  onSpan: (span: Span) => void
  /** point under the pointer; undefined: none */
  onHover: (index: number | undefined) => void
  onPick: ((index: number) => void) | undefined
}
export interface Plot {
  show(model: ChartModel): void
  showLine(key: string, on: boolean): void
  zoom(span: Span): void
  end(): void
}

const PIXELS_A_TICK = 74

/** What makes a new plot necessary. */
export const shapeOf = (model: ChartModel): string =>
  JSON.stringify([
    model.bands.map((band) => [band.key, band.label, band.colour]),
    model.lines.map(({ values: _, ...rest }) => rest),
  ])

const dataOf = (model: ChartModel): uPlot.AlignedData => [
  model.ats.map((_, index) => index),
  ...model.bands.flatMap((band) => [band.upper, band.lower]),
  ...model.lines.map((line) => line.values),
]

function pathOf(line: ChartLine): uPlot.Series.PathBuilder | undefined {
  if (line.form === 'step') return uPlot.paths.stepped?.({ align: 1 })
  if (line.form === 'bars') return uPlot.paths.bars?.({ size: [0.7, 40] })
  return undefined
}

function seriesOf(model: ChartModel): uPlot.Series[] {
  const edge: uPlot.Series = { stroke: 'transparent', width: 0, points: { show: false } }
  return [
    {},
    ...model.bands.flatMap(() => [edge, { ...edge }]),
    ...model.lines.map((line): uPlot.Series => {
      const paths = pathOf(line)
      return {
        label: line.label,
        stroke: line.colour,
        width: line.form === 'bars' ? 0 : (line.width ?? 1.5),
        show: !line.hidden,
        points: { show: false },
        ...(line.form === 'bars' ? { fill: line.colour } : {}),
        ...(line.dash ? { dash: [5, 4] } : {}),
        ...(paths ? { paths } : {}),
      }
    }),
  ]
}

function axesOf(parts: PlotParts, ats: () => readonly string[]): uPlot.Axis[] {
  const stroke = parts.dark ? '#a2d1d7' : '#617079'
  const line = { stroke: parts.dark ? 'rgb(255 255 255 / 0.12)' : '#e8edef', width: 1 }
  const font = `${parts.dark ? 14 : 12}px ${getComputedStyle(parts.host).fontFamily}`
  return [
    {
      stroke,
      font,
      grid: { show: false },
      ticks: { ...line, size: 5 },
      size: parts.dark ? 34 : 28,
      splits: (plot, _axis, min, max) =>
        ticksFor(ats(), { from: Math.ceil(min), to: Math.floor(max) }, plot.width / PIXELS_A_TICK).map(
          (tick) => tick.index,
        ),
      values: (plot, splits) => {
        const { min = 0, max = 0 } = plot.scales.x ?? {}
        const ticks = ticksFor(ats(), { from: Math.ceil(min), to: Math.floor(max) }, plot.width / PIXELS_A_TICK)
        return splits.map((_, n) => {
          const tick = ticks[n]
          return tick ? tickText(ats(), tick, parts.weekdays()) : ''
        })
      },
    },
    {
      stroke,
      font,
      grid: line,
      ticks: { show: false },
      size: (_plot, values) => 16 + 8 * Math.max(2, ...(values ?? []).map((text) => text.length)),
      values: (_plot, splits) => axisTexts(splits, parts.valueText),
    },
  ]
}

/** Marks, days and the border of now, behind the lines. */
function background(model: () => ChartModel, dark: boolean): (plot: uPlot) => void {
  return (plot) => {
    const { ctx, bbox } = plot
    const { ats, marks, now } = model()
    const x = (index: number): number => plot.valToPos(index - 0.5, 'x', true)
    ctx.save()
    ctx.beginPath()
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
    ctx.clip()
    const upright = (index: number): void => {
      ctx.beginPath()
      ctx.moveTo(Math.round(x(index)), bbox.top)
      ctx.lineTo(Math.round(x(index)), bbox.top + bbox.height)
      ctx.stroke()
    }
    ctx.lineWidth = 1
    ctx.strokeStyle = dark ? 'rgb(255 255 255 / 0.1)' : '#e8edef'
    const starts = dayStarts(ats)
    const seen = starts.filter((index) => x(index) >= bbox.left && x(index) <= bbox.left + bbox.width)
    if (bbox.width / Math.max(1, seen.length) > 12) seen.forEach(upright)
    for (const mark of marks) {
      ctx.globalAlpha = dark ? 0.3 : 0.12
      ctx.fillStyle = mark.colour
      ctx.fillRect(x(mark.from), bbox.top, x(mark.to + 1) - x(mark.from), bbox.height)
      ctx.globalAlpha = 1
      ctx.fillRect(x(mark.from), bbox.top, x(mark.to + 1) - x(mark.from), 3 * devicePixelRatio)
    }
    if (now !== undefined) {
      ctx.strokeStyle = dark ? '#f3d9a6' : '#a3620a'
      ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio])
      upright(now)
    }
    ctx.restore()
  }
}

/** Text of the marks, above all, where there is room. */
function labels(model: () => ChartModel, font: string): (plot: uPlot) => void {
  return (plot) => {
    const { ctx, bbox } = plot
    ctx.save()
    ctx.font = font
    ctx.textBaseline = 'top'
    ctx.textAlign = 'left'
    let free = bbox.left
    for (const mark of model().marks) {
      const left = Math.max(bbox.left, plot.valToPos(mark.from - 0.5, 'x', true)) + 3 * devicePixelRatio
      const width = ctx.measureText(mark.label).width
      if (left < free || left + width > bbox.left + bbox.width) continue
      if (plot.valToPos(mark.to + 0.5, 'x', true) <= bbox.left) continue
      ctx.fillStyle = mark.colour
      ctx.fillText(mark.label, left, bbox.top + 6 * devicePixelRatio)
      free = left + width + 6 * devicePixelRatio
    }
    ctx.restore()
  }
}

/** A press without a drag picks the point under it. */
function watchPicks(plot: uPlot, onPick: (index: number) => void): void {
  let downAt = 0
  plot.over.addEventListener('mousedown', (event) => {
    downAt = event.clientX
  })
  plot.over.addEventListener('click', (event) => {
    const index = plot.cursor.idx
    if (Math.abs(event.clientX - downAt) < 4 && typeof index === 'number') onPick(index)
  })
}

export function createPlot(first: ChartModel, parts: PlotParts): Plot {
  let model = first
  const { host, dark } = parts
  const font = `${11 * devicePixelRatio}px ${getComputedStyle(host).fontFamily}`
  const options: uPlot.Options = {
    width: host.clientWidth,
    height: host.clientHeight,
    padding: [10, 12, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 6 }, drag: { x: true, y: false } },
    scales: {
      x: { time: false, range: (_plot, min, max) => [Math.max(-0.5, min), Math.min(model.ats.length - 0.5, max)] },
      y: { range: (_plot, _min, max) => [0, roundTop(max)] },
    },
    series: seriesOf(model),
    bands: model.bands.map((band, n) => ({ series: [1 + 2 * n, 2 + 2 * n], fill: band.colour })),
    axes: axesOf(parts, () => model.ats),
    hooks: {
      drawClear: [background(() => model, dark)],
      draw: [labels(() => model, font)],
      setCursor: [(plot) => parts.onHover(plot.cursor.idx ?? undefined)],
      setScale: [
        (plot, key) => {
          const { min, max } = plot.scales.x ?? {}
          if (key === 'x' && min != null && max != null) parts.onSpan({ from: Math.ceil(min), to: Math.floor(max) })
        },
      ],
    },
  }
  const plot = new uPlot(options, dataOf(model), host)
  if (parts.onPick) watchPicks(plot, parts.onPick)
  const observer = new ResizeObserver(() => plot.setSize({ width: host.clientWidth, height: host.clientHeight }))
  observer.observe(host)
  return {
    show(next) {
      const sameTime = next.ats.length === model.ats.length && next.ats[0] === model.ats[0]
      model = next
      plot.setData(dataOf(next), !sameTime)
      // keeps the zoom but fits the height, as with values of a slider
      if (sameTime) plot.setScale('x', { min: plot.scales.x?.min ?? 0, max: plot.scales.x?.max ?? 0 })
    },
    showLine(key, on) {
      const index = model.lines.findIndex((line) => line.key === key)
      if (index >= 0) plot.setSeries(1 + 2 * model.bands.length + index, { show: on })
    },
    zoom: ({ from, to }) => plot.setScale('x', { min: from - 0.5, max: to + 0.5 }),
    end() {
      observer.disconnect()
      plot.destroy()
    },
  }
}
