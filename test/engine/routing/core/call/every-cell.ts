// What every command decides in every stand of a call (every.ts), who is told, and after `=` what the call is then: a line
// each. What has no line is heard and changes nothing.
import { TALK_CELLS } from './every-cell-talk.ts'
import { BEFORE, NO_TALK, type Row, WAITING } from './every-row.ts'

export const CELLS: Record<string, Row> = {
  new: {
    ...NO_TALK,
    'agent-joined': '> call-over:cancelled@a1',
    'agent-joined, by request': '> call-over:cancelled@a2',
    asked: '> leave:call-ended@q1',
    'begin-outbound': 'outbound-begun target-asked:new-1 > lookup:new-1 = finding',
    'outbound-failed': 'outbound-begun call-ended > call-over:normal@a1 = ended',
    'call-arrived': 'arrived:4001 number-asked:new-1 > lookup:new-1 = arriving',
    'hang-up by the agent': 'refused command-not-possible',
    'hang-up by a supervisor': 'refused command-not-possible',
  },
  arriving: {
    ...BEFORE,
    asked: '> leave:call-ended@q1',
    'hang-up by a supervisor': 'call-ended > reject:unavailable@m1 = ended',
    'leg-ended of the caller': 'call-ended = ended',
    'looked-up': 'caller-known answered flow-paused > answer@m1 play@m1 = flow',
    'looked-up, nothing': 'call-ended > reject:unavailable@m1 = ended',
    'reconcile, all is up': 'number-asked:new-1 > lookup:new-1',
    'reconcile, nothing is up': 'call-ended = ended',
    wake: 'call-ended > reject:unavailable@m1 = ended',
  },
  'whose flow is fetched': {
    ...BEFORE,
    asked: '> leave:call-ended@q1',
    'hang-up by a supervisor': 'call-ended > hang-up:normal@m1 = ended',
    'leg-ended of the caller': 'call-ended = ended',
    'looked-up': 'farewell-started > play@m1 = farewell',
    'looked-up, nothing': 'farewell-started > play@m1 = farewell',
    'reconcile, all is up': 'flow-asked:new-1 > lookup:new-1',
    'reconcile, nothing is up': 'call-ended = ended',
    wake: 'farewell-started > play@m1 = farewell',
  },
  'in a menu': {
    ...BEFORE,
    asked: '> leave:call-ended@q1',
    'digits-collected': 'flow-left voicemail-entered > play@m1 = voicemail',
    'digits-collected, wrong': 'flow-paused > play@m1 collect@m1',
    'digits-collected, none': 'flow-paused > play@m1 collect@m1',
    'hang-up by a supervisor': 'call-ended > hang-up:normal@m1 = ended',
    'leg-ended of the caller': 'call-ended = ended',
    'order-failed, collect': 'flow-paused > play@m1 collect@m1',
    'reconcile, all is up': 'flow-paused > stop-collect@m1 play@m1 collect@m1',
    'reconcile, nothing is up': 'call-ended = ended',
  },
  'that joins a queue': {
    ...WAITING,
    'agent-joined':
      'queue-left:answered talk-started > leave:answered@q1 stop-play@m1 hear@m1 tag@m1 call-connected@a1 = talking',
    'agent-joined, by request':
      'queue-left:answered talk-started > leave:answered@q1 stop-play@m1 hear@m1 tag@m1 call-connected@a2 = talking',
    queued: 'queue-entered > play@m1',
    'reconcile, all is up': '> tag@m1 join@q1',
    wake: 'queue-asked > tag@m1 join@q1',
  },
  'in a queue': {
    ...WAITING,
    'agent-joined':
      'queue-left:answered talk-started recording-started > leave:answered@q1 stop-play@m1 hear@m1 tag@m1 start-recording@m1 call-connected@a1 = talking',
    'agent-joined, by request':
      'queue-left:answered talk-started recording-started > leave:answered@q1 stop-play@m1 hear@m1 tag@m1 start-recording@m1 call-connected@a2 = talking',
    announce: 'announcement-started > play@m1 collect@m1',
    'reconcile, all is up': '> tag@m1 join@q1 play@m1',
  },
  'for which an agent rings': {
    ...WAITING,
    'agent-joined':
      'queue-left:answered talk-started recording-started > leave:answered@q1 stop-play@m1 hear@m1 tag@m1 start-recording@m1 call-connected@a1 = talking',
    'agent-joined, by request':
      'queue-left:answered talk-started recording-started > leave:answered@q1 stop-play@m1 hear@m1 tag@m1 start-recording@m1 call-connected@a2 = talking',
    announce: 'announcement-started > play@m1 collect@m1',
    'reconcile, all is up': '> tag@m1 join@q1 play@m1',
  },
  'that looks for its target': {
    ...BEFORE,
    asked: '> leave:answered@q1',
    'hang-up by a supervisor': 'call-ended > hang-up:normal@m1 = ended',
    'leg-ended of the caller': 'call-ended = ended',
    'looked-up':
      'ring-failed:directory-away ring-begun > act-failed:directory-away:transfer@a1 ring-direct:new-1@a1 play@m1 = ringing',
    'looked-up, nothing':
      'ring-failed:unknown-number ring-begun > act-failed:unknown-number:transfer@a1 ring-direct:new-1@a1 play@m1 = ringing',
    'reconcile, all is up': 'target-asked:new-1 > lookup:new-1',
    'reconcile, nothing is up': 'call-ended = ended',
    wake: 'ring-failed:directory-away ring-begun > act-failed:directory-away:transfer@a1 ring-direct:new-1@a1 play@m1 = ringing',
  },
  'that rings a colleague': {
    ...NO_TALK,
    'agent-joined': '> hang-up:cancelled@m1 call-over:cancelled@a1',
    'agent-joined, by request': 'talk-started > stop-play@m1 hear@m1 tag@m1 call-connected@a2 = talking',
    'agent-missed': 'ring-failed:busy ring-begun > act-failed:busy:transfer@a1 ring-direct:new-1@a1 play@m1',
    asked: '> leave:answered@q1',
    'hang-up by the agent': 'refused no-call',
    'hang-up by a supervisor': 'call-ended > withdraw-direct:call-ended:s20000-1@a2 hang-up:normal@m1 = ended',
    'leg-ended of the caller': 'call-ended > withdraw-direct:call-ended:s20000-1@a2 = ended',
    'reconcile, all is up': '> ring-direct:s20000-1@a2 play@m1',
    'reconcile, nothing is up': 'call-ended > withdraw-direct:call-ended:s20000-1@a2 = ended',
  },
  'that rings outside': {
    ...NO_TALK,
    'agent-joined': '> hang-up:cancelled@m1 call-over:cancelled@a1',
    'agent-joined, by request': '> hang-up:cancelled@m1 call-over:cancelled@a2',
    asked: '> leave:call-ended@q1',
    'hang-up by the agent': 'call-ended > hang-up:cancelled@m1 hang-up:normal@m1 call-over:normal@a1 = ended',
    'hang-up by a supervisor': 'call-ended > hang-up:cancelled@m1 hang-up:normal@m1 call-over:normal@a1 = ended',
    'leg-answered':
      'talk-started recording-started > stop-play@m1 hear@m1 tag@m1 start-recording@m1 call-connected@a1 = talking',
    'leg-ended of the agent': 'call-ended > hang-up:cancelled@m1 call-over:normal@a1 = ended',
    'leg-failed': 'ring-failed:busy call-ended > act-failed:busy:dial@a1 hang-up:normal@m1 call-over:normal@a1 = ended',
    'leg-ringing': 'ring-heard > play@m1',
    'order-failed, dial':
      'ring-failed:unreachable call-ended > act-failed:unreachable:dial@a1 hang-up:normal@m1 call-over:normal@a1 = ended',
    'reconcile, all is up': '> dial@m1',
    'reconcile, nothing is up': 'call-ended > call-over:normal@a1 = ended',
  },
  'that says the agent number': {
    'hold by a stranger': 'refused no-call',
    record: 'refused command-not-possible',
    'agent-joined, by request': '> hang-up:cancelled@m1 call-over:cancelled@a2',
    'agent-left': 'queue-joined:true > call-over:normal@a1 tag@m1 join@q1 = queue',
    'agent-left by a fault': 'queue-joined:true > call-over:normal@a1 tag@m1 join@q1 = queue',
    'agent-moved': 'party-moved',
    asked: '> leave:answered@q1',
    'asked, elsewhere': '> leave:call-ended@q9',
    'hang-up by the agent': 'queue-joined:true > hang-up:normal@m1 call-over:normal@a1 tag@m1 join@q1 = queue',
    'hang-up by a supervisor': 'call-ended > hang-up:normal@m1 call-over:normal@a1 hang-up:normal@m1 = ended',
    hold: 'talk-started recording-started held:leg-a1 > stop-play@m1 hear@m1 tag@m1 start-recording@m1 call-connected@a1 hear@m1 play@m1 call-held:true@a1 = talking',
    'leg-ended of the caller': 'call-ended > hang-up:normal@m1 call-over:normal@a1 = ended',
    'order-failed, play':
      'talk-started recording-started > stop-play@m1 hear@m1 tag@m1 start-recording@m1 call-connected@a1 = talking',
    'play-ended':
      'talk-started recording-started > stop-play@m1 hear@m1 tag@m1 start-recording@m1 call-connected@a1 = talking',
    'reconcile, all is up':
      'talk-started recording-started > stop-play@m1 hear@m1 tag@m1 start-recording@m1 call-connected@a1 = talking',
    'reconcile, nothing is up': 'call-ended > call-over:normal@a1 = ended',
    'send-digits':
      'talk-started recording-started > stop-play@m1 hear@m1 tag@m1 start-recording@m1 call-connected@a1 send-digits@m1 = talking',
    'send-digits by a stranger': 'refused no-call',
    'transfer to a colleague':
      'talk-started recording-started pass-asked:new-2 > stop-play@m1 hear@m1 tag@m1 start-recording@m1 call-connected@a1 may-ring:new-2@a2 = talking',
    'transfer to a queue':
      'talk-started recording-started party-left queue-joined > stop-play@m1 hear@m1 tag@m1 start-recording@m1 call-connected@a1 hear@m1 hang-up:normal@m1 call-over:transferred@a1 tag@m1 join@q2 = queue',
    'transfer outside':
      'talk-started recording-started pass-asked:new-2 > stop-play@m1 hear@m1 tag@m1 start-recording@m1 call-connected@a1 lookup:new-2 = talking',
    'transfer by a stranger': 'refused no-call',
    wake: 'talk-started recording-started > stop-play@m1 hear@m1 tag@m1 start-recording@m1 call-connected@a1 = talking',
    consult:
      'talk-started recording-started held:leg-a1 target-asked:new-3 > stop-play@m1 hear@m1 tag@m1 start-recording@m1 call-connected@a1 hear@m1 play@m1 call-held:true@a1 lookup:new-3 talk-told@a1 = talking',
    invite:
      'talk-started recording-started ring-begun > stop-play@m1 hear@m1 tag@m1 start-recording@m1 call-connected@a1 ring-direct:new-2@a3 talk-told@a1 = talking',
    swap: 'refused command-not-possible',
    merge: 'refused command-not-possible',
    'take-back': 'refused command-not-possible',
    'hand-over': 'refused command-not-possible',
    drop: 'refused command-not-possible',
  },
  ...TALK_CELLS,
  'that leaves a message': {
    ...BEFORE,
    asked: '> leave:call-ended@q1',
    'digits-collected': 'message-left farewell-started > stop-collect@m1 stop-recording@m1 play@m1 = farewell',
    'digits-collected, wrong': 'message-left farewell-started > stop-collect@m1 stop-recording@m1 play@m1 = farewell',
    'digits-collected, none': 'message-left farewell-started > stop-collect@m1 stop-recording@m1 play@m1 = farewell',
    'hang-up by a supervisor': 'message-left call-ended > hang-up:normal@m1 = ended',
    'leg-ended of the caller': 'message-left call-ended = ended',
    'order-failed, start-recording': 'recording-lost farewell-started > play@m1 = farewell',
    'reconcile, nothing is up': 'message-left call-ended = ended',
  },
  'at a phone’s code': {
    ...BEFORE,
    asked: '> leave:call-ended@q1',
    'digits-collected': 'code-step > play@m1 collect@m1',
    'digits-collected, wrong': 'code-step > play@m1 collect@m1',
    'digits-collected, none': 'code-step > play@m1 collect@m1',
    'hang-up by a supervisor': 'call-ended > hang-up:normal@m1 = ended',
    'leg-ended of the caller': 'call-ended = ended',
    'order-failed, collect': 'farewell-started > play@m1 = farewell',
    'reconcile, all is up': 'code-step > stop-collect@m1 play@m1 collect@m1',
    'reconcile, nothing is up': 'call-ended = ended',
  },
  'told goodbye': {
    ...BEFORE,
    asked: '> leave:call-ended@q1',
    'hang-up by a supervisor': 'call-ended > hang-up:normal@m1 = ended',
    'leg-ended of the caller': 'call-ended = ended',
    'order-failed, play': 'call-ended > hang-up:normal@m1 = ended',
    'play-ended': 'call-ended > hang-up:normal@m1 = ended',
    'reconcile, all is up': 'call-ended > hang-up:normal@m1 = ended',
    'reconcile, nothing is up': 'call-ended = ended',
  },
  'that ended': {
    ...NO_TALK,
    'agent-joined': '> hang-up:cancelled@m1 call-over:cancelled@a1',
    'agent-joined, by request': '> hang-up:cancelled@m1 call-over:cancelled@a2',
    asked: '> leave:answered@q1',
    'begin-outbound': 'refused command-not-possible',
    found: 'refused command-not-possible',
    'hang-up by the agent': 'refused command-not-possible',
    'hang-up by a supervisor': 'refused command-not-possible',
    'leg-answered': '> hang-up:cancelled@m1',
  },
}
