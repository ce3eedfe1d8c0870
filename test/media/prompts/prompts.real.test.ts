// Sounds made with the real ffmpeg, sox and espeak-ng.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import type { Sound } from '#engine/protocol/media.ts'
import { SENTENCES } from '#engine/routing/core/speech/sentences.ts'
import { folderStorage } from '#engine/storage/folder.ts'
import { runProgram } from '#media/audio/program.ts'
import { decodeWav, encodeWav } from '#media/audio/wav.ts'
import { SoundCache } from '#media/prompts/cache.ts'
import { httpSpeech } from '#media/prompts/http-speech.ts'
import { openPrompts } from '#media/prompts/prompts.ts'
import { espeak } from '#media/prompts/speech.ts'
import { voicesOf } from '#media/prompts/voices.ts'
import { systemClock } from '#media/sip/clock.ts'
import { rms, strengthOf, tone } from '#test/kit/audio.ts'

const folder = await mkdtemp(join(tmpdir(), 'tinglan-prompts-'))
const uploads = join(folder, 'prompts')
await mkdir(uploads)
t.teardown(() => rm(folder, { recursive: true }))
const cache = await SoundCache.open(join(folder, 'cache'), 50 << 20)
const prompts = openPrompts({
  storage: folderStorage(folder),
  cache,
  voices: voicesOf([espeak()], systemClock, () => {}),
})
const heard = async (...sounds: Sound[]) => {
  const file = await prompts.prepare(sounds)
  const { rate, channels } = decodeWav(await readFile(file.path))
  return { ...file, rate, samples: channels[0]!, count: channels.length }
}

t.test('an uploaded WAV and an uploaded MP3 become 8 kHz mono at a telephone level, once', async (t) => {
  const loud = tone(1000, 2000, 30_000, 44_100)
  await writeFile(join(uploads, 'welcome.wav'), encodeWav({ rate: 44_100, channels: [loud, loud] }))
  await runProgram('ffmpeg', ['-y', '-i', join(uploads, 'welcome.wav'), join(uploads, 'bye.mp3')])
  for (const promptId of ['welcome', 'bye']) {
    const sound = await heard({ type: 'file', promptId })
    t.match({ rate: sound.rate, count: sound.count }, { rate: 8000, count: 1 })
    t.ok(Math.abs(sound.durationMs - 2000) < 120, `${promptId} lasts ${sound.durationMs} ms`)
    const level = strengthOf(1000, sound.samples)
    t.ok(level > 1500 && level < 12_000, `${promptId} has a peak of ${Math.round(level)}`)
  }
  const { made } = cache.counts
  await heard({ type: 'file', promptId: 'welcome' })
  t.equal(cache.counts.made, made, 'the second time it is found')
  await writeFile(join(uploads, 'welcome.wav'), encodeWav({ rate: 8000, channels: [tone(500, 500)] }))
  t.ok((await heard({ type: 'file', promptId: 'welcome' })).durationMs < 700, 'a new upload is heard at once')
})

t.test('Mandarin and English are spoken, and the same text is spoken once', async (t) => {
  const chinese = await heard({ type: 'text', text: '您前面还有三位客户', lang: 'zh' })
  const english = await heard({ type: 'text', text: '-v you are number three', lang: 'en' })
  for (const sound of [chinese, english]) {
    t.ok(sound.durationMs > 800 && sound.durationMs < 8000, `${sound.durationMs} ms`)
    t.ok(rms(sound.samples) > 500, 'loud enough')
  }
  const before = cache.counts
  const again = await Promise.all([1, 2, 3].map(() => heard({ type: 'text', text: '请稍候', lang: 'zh' })))
  t.equal(cache.counts.made, before.made + 1, 'three at once make one')
  t.equal(new Set(again.map((sound) => sound.path)).size, 1)
})

t.test(
  'a second voice over HTTP: asked once for a text; while it fails espeak-ng speaks, with a warning',
  async (t) => {
    const asked: { voice: string; input: string }[] = []
    let able = true
    const service = createServer((request, response) => {
      let body = ''
      request.on('data', (part) => (body += part))
      request.on('end', () => {
        asked.push({ ...JSON.parse(body), path: request.url, key: request.headers.authorization })
        response.statusCode = able ? 200 : 503
        response.end(able ? encodeWav({ rate: 24_000, channels: [tone(700, 1200, 9_000, 24_000)] }) : '')
      })
    })
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
    t.teardown(() => service.close())
    const { port } = service.address() as AddressInfo
    const voice = { url: `http://127.0.0.1:${port}`, key: 'k', model: 'm', voiceZh: 'yun', voiceEn: 'amy' }
    const warnings: string[] = []
    let now = 0
    const both = voicesOf([httpSpeech(voice), espeak()], { now: () => now }, (_fault, text) => warnings.push(text))
    const spoken = openPrompts({ storage: folderStorage(folder), cache, voices: both })
    const says = async (text: string, lang: 'zh' | 'en' = 'zh') =>
      decodeWav(await readFile((await spoken.prepare([{ type: 'text', text, lang }])).path))
    const first = await says('欢迎致电听澜')
    t.ok(strengthOf(700, first.channels[0]!) > 1500 && first.rate === 8000, 'the service is heard')
    await says('欢迎致电听澜')
    t.match(
      asked,
      [{ path: '/v1/audio/speech', key: 'Bearer k', model: 'm', voice: 'yun', input: '欢迎致电听澜' }],
      'once',
    )
    able = false
    const second = await says('Please hold the line', 'en')
    t.ok(rms(second.channels[0]!) > 500 && strengthOf(700, second.channels[0]!) < 1500, 'espeak-ng speaks')
    t.equal(warnings.length, 1)
    await says('Please wait', 'en')
    t.equal(asked.length, 2, 'and is asked again only after a while')
    able = true
    now += 60_000
    t.ok(
      strengthOf(700, (await says('Please hold the line', 'en')).channels[0]!) > 1500,
      'it is back, and speaks again',
    )
    t.match(asked.at(-1), { voice: 'amy' })
  },
)

t.test('several sounds become one file in order, with the gap between them', async (t) => {
  await writeFile(join(uploads, 'low.wav'), encodeWav({ rate: 8000, channels: [tone(400, 1000)] }))
  await writeFile(join(uploads, 'high.wav'), encodeWav({ rate: 8000, channels: [tone(2000, 1000)] }))
  const file = (promptId: string): Sound => ({ type: 'file', promptId })
  const { samples, durationMs } = await heard(file('low'), { type: 'silence', ms: 500 }, file('high'))
  t.ok(Math.abs(durationMs - 2500) < 100)
  t.ok(strengthOf(400, samples.subarray(1000, 7000)) > 1000)
  t.ok(rms(samples.subarray(8600, 11_500)) < 20)
  t.ok(strengthOf(2000, samples.subarray(13_000, 19_000)) > 1000)
})

t.test('the built-in music is quiet, has many notes, and no seam', async (t) => {
  const { samples, durationMs } = await heard({ type: 'music', musicId: 'default' })
  t.equal(durationMs, 64_000)
  const level = rms(samples)
  t.ok(level > 500 && level < 3000, `rms ${Math.round(level)}`)
  const strongest = new Set<number>()
  for (let at = 0; at + 4000 < samples.length; at += 4000) {
    const notes = Array.from({ length: 36 }, (_, i) => 110 * 2 ** (i / 12))
    const strengths = notes.map((hz) => strengthOf(hz, samples.subarray(at, at + 4000)))
    strongest.add(strengths.indexOf(Math.max(...strengths)))
  }
  t.ok(strongest.size >= 6, `${strongest.size} different notes lead`)
  t.ok(Math.abs(samples[0]! - samples.at(-1)!) < 700, 'the end meets the beginning')
})

t.test('the beep is 300 ms of 1 kHz, the ring-back tone 450 Hz for one second in five', async (t) => {
  const beep = await heard({ type: 'file', promptId: 'beep' })
  t.equal(beep.durationMs, 300)
  const level = strengthOf(1000, beep.samples)
  t.ok(level > 4000 && level < 8000, `peak ${Math.round(level)}`)
  const ring = await heard({ type: 'music', musicId: 'ring-back' })
  t.equal(ring.durationMs, 5000)
  t.ok(strengthOf(450, ring.samples.subarray(0, 8000)) > 4000)
  for (const hz of [400, 500, 1000]) t.ok(strengthOf(hz, ring.samples.subarray(0, 8000)) < 300, `no ${hz} Hz`)
  t.equal(rms(ring.samples.subarray(8000)), 0, 'four seconds of silence')
  const { made } = cache.counts
  await heard({ type: 'file', promptId: 'beep' })
  t.equal(cache.counts.made, made, 'the second time it is found')
})

t.test('a sound that is missing is left out and named; the others play', async (t) => {
  const nothing: Sound = { type: 'file', promptId: 'nothing' }
  const sound = await heard(nothing, { type: 'file', promptId: 'beep' }, { type: 'silence', ms: 200 })
  t.equal(sound.durationMs, 500)
  t.same(sound.missing, ['there is no prompt nothing'])
  t.ok(strengthOf(1000, sound.samples.subarray(0, 2400)) > 4000)
})

t.test('what is not there or cannot be is told', async (t) => {
  await t.rejects(heard({ type: 'file', promptId: 'nothing' }), /there is no prompt nothing/)
  await t.rejects(heard({ type: 'file', promptId: '../../etc/passwd' }), /not a prompt id/)
  await writeFile(join(uploads, 'broken.mp3'), 'no sound at all')
  await t.rejects(heard({ type: 'file', promptId: 'broken' }), /ffmpeg/)
  await t.rejects(heard({ type: 'silence', ms: 1e9 }), /silence/)
})

t.test('music is begun where it stood, at most half a second before, as one file that goes round', async (t) => {
  const music = await heard({ type: 'music', musicId: 'default' })
  const later = await prompts.goOn(music, 10_300)
  t.match(later, { fromMs: 10_000, durationMs: music.durationMs })
  const [turned] = decodeWav(await readFile(later.path)).channels
  t.same(turned?.subarray(0, 8000), music.samples.subarray(80_000, 88_000), 'from there')
  t.same(turned?.subarray(-8000), music.samples.subarray(72_000, 80_000), 'and round to there')
  t.same(await prompts.goOn(music, 200), { path: music.path, durationMs: music.durationMs, fromMs: 0 })
  t.equal((await prompts.goOn(music, music.durationMs + 5_000)).fromMs, 0, 'of a music that is shorter now')
})

t.test('words and the music behind them are one file without a gap, and it says from where to play on', async (t) => {
  const words = await heard({ type: 'file', promptId: 'beep' })
  const music = await heard({ type: 'music', musicId: 'default' })
  const both = await prompts.wordsAndMusic({ file: words, times: 2 }, music, 10_300)
  t.match(both.music, { fromMs: 10_000, roundMs: music.durationMs })
  const [samples] = decodeWav(await readFile(both.path)).channels
  const behind = words.samples.length * 2
  t.same(samples?.subarray(words.samples.length, behind), words.samples, 'said twice')
  t.same(samples?.subarray(behind, behind + 80_000), music.samples.subarray(80_000, 160_000), 'and music at once')
  const onwards = (both.music.fromMs + both.music.musicMs) % music.durationMs
  t.equal((await prompts.goOn(music, onwards)).fromMs, onwards, 'there it can be begun')
  t.equal(both.durationMs, (samples?.length ?? 0) / 8)
  t.ok(both.durationMs > words.durationMs * 2 + both.music.musicMs, 'some more of it, until that has begun')
  const late = await prompts.wordsAndMusic({ file: words, times: 1 }, music, music.durationMs - 10_000)
  t.equal(late.music.musicMs, 10_000, 'near its end to its end, where it goes round without an edge')
  const jingle = { ...words, durationMs: 1_000, path: await written('jingle', tone(600, 1_000)) }
  t.equal(
    (await prompts.wordsAndMusic({ file: words, times: 1 }, jingle, 600)).music.musicMs,
    29_500,
    'a short one, round and round',
  )
})

async function written(name: string, samples: Int16Array): Promise<string> {
  const path = join(folder, `${name}.wav`)
  await writeFile(path, encodeWav({ rate: 8000, channels: [samples] }))
  return path
}

t.test('a place in line is said within 4 s, an agent’s number within 2', async (t) => {
  for (const lang of ['zh', 'en'] as const) {
    const said = (text: string) => heard({ type: 'text', text, lang })
    for (const place of [1, 4, 24]) {
      const { durationMs } = await said(SENTENCES[lang].position(place))
      t.ok(durationMs <= 4_000, `${lang}, place ${place}: ${durationMs} ms`)
    }
    const { durationMs, samples } = await said(SENTENCES[lang].agentNumber('1001'))
    t.ok(durationMs <= 2_000, `${lang}, agent: ${durationMs} ms`)
    t.ok(rms(samples.subarray(0, 800)) > 50, 'without silence before')
    t.ok(rms(samples.subarray(-1600)) > 50, 'and after')
  }
})
