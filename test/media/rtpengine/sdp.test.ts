// What a phone may speak besides G.711, by its SDP.
import t from 'tap'
import { otherCodecsOf } from '#media/rtpengine/sdp.ts'

t.test('Opus and G.722 are found by their payload numbers, in any case of letters', async (t) => {
  const sdp = ['m=audio 4000 RTP/AVP 111 9 8 101', 'a=rtpmap:111 OPUS/48000/2', 'a=rtpmap:8 PCMA/8000']
  t.same(otherCodecsOf(sdp.join('\r\n')), { 111: 'opus', 9: 'g722' })
  t.same(otherCodecsOf('m=audio 4000 RTP/AVP 96\r\na=rtpmap:96 G722/8000\r\na=rtpmap:97 opus/48000/2'), { 96: 'g722' })
  t.same(otherCodecsOf('m=audio 4000 RTP/AVP 8 0 101'), {})
  t.same(otherCodecsOf(''), {})
})
