// Free space below a mark: recordings stop, everything else goes on; above it again they go on by themselves.
import { statfs } from 'node:fs/promises'
import type { SipClock } from '#media/sip/api.ts'
import type { NodeCore } from './core.ts'
import { followPauses } from './recording.ts'

const LOOK_MS = 1_000
/** so much more than the mark must be free again, or it would go on and off */
const MARGIN = 1.1

export interface SpaceWatch {
  /** nothing is recorded */
  readonly short: boolean
  stop(): void
}

export function watchSpace(
  { folder, lowBytes, clock }: { folder: string; lowBytes: number; clock: SipClock },
  changed: (short: boolean, freeBytes: number) => void,
): SpaceWatch {
  let short = false
  let cancel = () => {}
  const look = async (): Promise<void> => {
    const free = await statfs(folder).then(
      ({ bavail, bsize }) => bavail * bsize,
      () => undefined,
    )
    const now = free === undefined ? short : free < lowBytes * (short ? MARGIN : 1)
    if (now !== short) {
      short = now
      changed(short, free ?? 0)
    }
    cancel = clock.after(LOOK_MS, () => void look())
  }
  void look()
  return {
    get short() {
      return short
    },
    stop: () => cancel(),
  }
}

/** Every recording under way stops or goes on. */
export function spaceChanged(core: NodeCore, short: boolean, freeBytes: number): void {
  const legs = core.legs.all().filter((leg) => leg.recording)
  const fields = { freeMiB: Math.round(freeBytes / 2 ** 20), recordings: legs.length }
  if (short) core.log.error(fields, 'the disk is nearly full: nothing is recorded until there is space')
  else core.log.warn(fields, 'there is space again: recordings go on')
  for (const leg of legs) followPauses(core, leg)
}
