// A sound is made ready when it is uploaded, before anybody calls.
import { readdir, writeFile } from 'node:fs/promises'
import t from 'tap'
import { encodeWav } from '#media/audio/wav.ts'
import { tone } from '#test/kit/audio.ts'
import { TestNode } from '#test/kit/media-node.ts'
import { waitFor } from '#test/kit/wait.ts'

t.test('an uploaded sound is converted at once, and one that is no sound harms nobody', async (t) => {
  const node = await TestNode.start()
  t.teardown(() => node.stop())
  const made = async () => (await readdir(node.path('cache'))).filter((name) => name.endsWith('.wav')).length
  const before = await made()
  await writeFile(node.path('prompts', 'broken.wav'), 'no sound at all')
  node.stored('broken')
  await writeFile(
    node.path('prompts', 'welcome.wav'),
    encodeWav({ rate: 44_100, channels: [tone(1000, 2000, 9000, 44_100)] }),
  )
  node.stored('welcome')
  await waitFor(async () => (await made()) === before + 1, { what: 'the sound is ready' })
  t.match(await node.hello(), { legs: 0 })
})
