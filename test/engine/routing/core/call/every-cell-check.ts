// every-cell.ts of a caller whose agent waits outside while it is checked.
import { NO_TALK, type Row } from './every-row.ts'

const CHECKED: Row = {
  ...NO_TALK,
  'agent-joined': '> call-connected@a1',
  'agent-joined, by request': '> hang-up:cancelled@m1 call-over:cancelled@a2',
  'agent-moved': 'party-moved > hear@m1',
  asked: '> leave:answered@q1',
  'asked, elsewhere': '> leave:call-ended@q9',
  'reconcile, nothing is up': 'call-ended > call-over:normal@a1 = ended',
}

export const CHECK_CELLS: Record<string, Row> = {
  'whose check is asked for': {
    ...CHECKED,
    'agent-left':
      'check-over recording-resumed:a1 call-ended > hear@m1 resume-recording@m1 recording-changed@a1 check-told@a1 act-failed:no-check:verify@a1 call-over:normal@a1 hang-up:normal@m1 = ended',
    'agent-left by a fault':
      'check-over recording-resumed:a1 party-left queue-joined:true > hear@m1 resume-recording@m1 recording-changed@a1 check-told@a1 act-failed:no-check:verify@a1 hear@m1 call-over:fault@a1 tag@m1 join@q1 = queue',
    'take-back':
      'check-over recording-resumed:a1 > hear@m1 resume-recording@m1 recording-changed@a1 check-told@a1 act-failed:no-check:verify@a1 = talking',
    'hang-up by the agent':
      'check-over recording-resumed:a1 call-ended > hear@m1 resume-recording@m1 recording-changed@a1 check-told@a1 act-failed:no-check:verify@a1 hang-up:normal@m1 call-over:normal@a1 hang-up:normal@m1 = ended',
    'hang-up by a supervisor':
      'check-over recording-resumed:a1 call-ended > hear@m1 resume-recording@m1 recording-changed@a1 check-told@a1 act-failed:no-check:verify@a1 hang-up:normal@m1 call-over:normal@a1 hang-up:normal@m1 = ended',
    'leg-ended of the caller':
      'check-over recording-resumed:a1 call-ended > hear@m1 resume-recording@m1 recording-changed@a1 check-told@a1 act-failed:no-check:verify@a1 hang-up:normal@m1 call-over:normal@a1 = ended',
    'leg-ended of the other':
      'check-over recording-resumed:a1 call-ended > hear@m1 resume-recording@m1 recording-changed@a1 check-told@a1 act-failed:no-check:verify@a1 call-over:normal@a1 hang-up:normal@m1 = ended',
    'looked-up':
      'check-over recording-resumed:a1 > hear@m1 resume-recording@m1 recording-changed@a1 check-told@a1 act-failed:no-check:verify@a1 = talking',
    'looked-up, nothing':
      'check-over recording-resumed:a1 > hear@m1 resume-recording@m1 recording-changed@a1 check-told@a1 act-failed:no-check:verify@a1 = talking',
    'reconcile, all is up': '> hear@m1 lookup:s9000-1',
    wake: 'check-over recording-resumed:a1 > hear@m1 resume-recording@m1 recording-changed@a1 check-told@a1 act-failed:no-check:verify@a1 = talking',
  },
  'in a check': {
    ...CHECKED,
    'agent-left':
      'check-over recording-resumed:a1 call-ended > stop-play@m1 stop-collect@m1 hear@m1 resume-recording@m1 recording-changed@a1 check-told@a1 call-over:normal@a1 hang-up:normal@m1 = ended',
    'agent-left by a fault':
      'check-over recording-resumed:a1 party-left queue-joined:true > stop-play@m1 stop-collect@m1 hear@m1 resume-recording@m1 recording-changed@a1 check-told@a1 hear@m1 call-over:fault@a1 tag@m1 join@q1 = queue',
    'digits-collected': 'flow-paused > lookup:new-1',
    'digits-collected, wrong': 'flow-paused > lookup:new-1',
    'digits-collected, none': 'flow-paused > play@m1 collect@m1',
    'take-back':
      'check-over recording-resumed:a1 > stop-play@m1 stop-collect@m1 hear@m1 resume-recording@m1 recording-changed@a1 check-told@a1 = talking',
    'hang-up by the agent':
      'check-over recording-resumed:a1 call-ended > stop-play@m1 stop-collect@m1 hear@m1 resume-recording@m1 recording-changed@a1 check-told@a1 hang-up:normal@m1 call-over:normal@a1 hang-up:normal@m1 = ended',
    'hang-up by a supervisor':
      'check-over recording-resumed:a1 call-ended > stop-play@m1 stop-collect@m1 hear@m1 resume-recording@m1 recording-changed@a1 check-told@a1 hang-up:normal@m1 call-over:normal@a1 hang-up:normal@m1 = ended',
    'leg-ended of the caller':
      'check-over recording-resumed:a1 call-ended > stop-play@m1 stop-collect@m1 hear@m1 resume-recording@m1 recording-changed@a1 check-told@a1 hang-up:normal@m1 call-over:normal@a1 = ended',
    'leg-ended of the other':
      'check-over recording-resumed:a1 call-ended > stop-play@m1 stop-collect@m1 hear@m1 resume-recording@m1 recording-changed@a1 check-told@a1 call-over:normal@a1 hang-up:normal@m1 = ended',
    'order-failed, collect': 'flow-paused > play@m1 collect@m1',
    'reconcile, all is up': 'flow-paused > hear@m1 stop-collect@m1 play@m1 collect@m1',
  },
}
