// Every code of G.711 comes back as itself.
import t from 'tap'
import { aLawToLinear, linearToALaw, linearToMuLaw, muLawToLinear } from '#media/audio/g711.ts'

t.test('A-law and µ-law there and back', async (t) => {
  for (let code = 0; code < 256; code++) {
    t.equal(linearToALaw(aLawToLinear(code)), code)
    // µ-law has two zeros
    if (code !== 0x7f) t.equal(linearToMuLaw(muLawToLinear(code)), code)
  }
})
