// Dragging a cell with the mouse: begins after a few pixels, scrolls at the edges, drops on the cell under the pointer.
import type { Spot } from './selection.ts'

export interface Drag {
  from: Spot
  over: Spot | undefined
  x: number
  y: number
}
interface Pointer {
  clientX: number
  clientY: number
}
interface Edges {
  left: number
  right: number
  top: number
  bottom: number
}
export interface DragParts {
  under(x: number, y: number): Spot | undefined
  mayDrag(spot: Spot): boolean
  onDrag(drag: Drag | undefined): void
  onDrop(from: Spot, to: Spot): void
  scroll(x: number, y: number): void
}

const STARTS_AFTER_PX = 5
const EDGE_PX = 36
const STEP_PX = 18

const same = (a: Spot, b: Spot): boolean => a.row === b.row && a.column === b.column
const toward = (at: number, low: number, high: number): number =>
  at < low + EDGE_PX ? -STEP_PX : at > high - EDGE_PX ? STEP_PX : 0

export function createDrag(parts: DragParts) {
  let pressed: { spot: Spot; x: number; y: number; edges: Edges } | undefined
  let drag: Drag | undefined

  function end(): void {
    pressed = undefined
    drag = undefined
    parts.onDrag(undefined)
  }
  return {
    down(spot: Spot, { clientX, clientY }: Pointer, edges: Edges): void {
      pressed = parts.mayDrag(spot) ? { spot, x: clientX, y: clientY, edges } : undefined
    },
    move({ clientX, clientY }: Pointer): void {
      if (!pressed) return
      const { spot, x, y, edges } = pressed
      if (!drag && Math.hypot(clientX - x, clientY - y) < STARTS_AFTER_PX) return
      const under = parts.under(clientX, clientY)
      drag = { from: spot, over: under && !same(under, spot) ? under : undefined, x: clientX, y: clientY }
      parts.onDrag(drag)
      const [byX, byY] = [toward(clientX, edges.left, edges.right), toward(clientY, edges.top, edges.bottom)]
      if (byX !== 0 || byY !== 0) parts.scroll(byX, byY)
    },
    up(): void {
      const dropped = drag
      end()
      if (dropped?.over) parts.onDrop(dropped.from, dropped.over)
    },
    cancel: end,
  }
}
