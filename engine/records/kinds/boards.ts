// 大屏版面: what wall screens show, arranged by the company; a screen goes through those that are chosen for it.
import { TILE_FIELDS, type Tile, tileFault } from '../../protocol/boards.ts'
import { defineKind } from '../record/kind.ts'

const MOST_TILES = 40

export default defineKind({
  kind: 'boards',
  table: 'boards',
  label: { zh: '大屏版面', en: 'Wall boards' },
  right: 'configure',
  readRight: 'monitor',
  title: 'name',
  idPrefix: 'board',
  fields: [
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 50 },
    {
      ...{ name: 'seconds', type: 'number', label: { zh: '显示秒数', en: 'Seconds shown' }, listed: true },
      ...{ min: 5, max: 3_600, integer: true, default: 20 },
      help: { zh: '一块屏轮播多个版面时，每个停留这么久', en: 'Where a screen goes through several: so long each' },
    },
    { name: 'tiles', type: 'list', label: { zh: '卡片', en: 'Tiles' }, of: TILE_FIELDS },
    { name: 'enabled', type: 'switch', label: { zh: '启用', en: 'Enabled' }, listed: true, default: true },
  ],
  async check({ tiles }) {
    const all = tiles as Tile[]
    if (all.length > MOST_TILES)
      return [{ path: 'tiles', message: `Too big: expected array to have <=${MOST_TILES} items` }]
    return all.flatMap((tile, n) =>
      tileFault(tile) ? [{ path: `tiles.${n}.formula`, message: 'Invalid value: no formula' }] : [],
    )
  },
})
