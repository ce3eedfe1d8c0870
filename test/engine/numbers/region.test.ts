// Regions by area code, city name and landline number.
import t from 'tap'
import { areaCodeOf, regionName, regionOfNumber } from '#engine/numbers/region.ts'

t.test('an area code and its city are the same region', async (t) => {
  t.equal(regionName('010'), '北京')
  t.equal(regionName(' 北京市 '), '北京')
  t.equal(regionName('0755'), '深圳')
  t.equal(regionName('0999'), '0999', 'an unknown code stays what it is')
})

t.test('a landline number tells its area, a mobile number does not', async (t) => {
  t.equal(areaCodeOf('01088886666'), '010')
  t.equal(areaCodeOf('075588886666'), '0755')
  t.equal(areaCodeOf('+862188886666'), '021')
  t.equal(areaCodeOf('862188886666'), '021', 'as the canonical form has it')
  t.equal(areaCodeOf('86543210'), '', 'a local number that begins so')
  t.equal(areaCodeOf('13800000001'), '')
  t.equal(areaCodeOf('+8613800000001'), '', 'a mobile number abroad-style')
  t.equal(areaCodeOf('8001'), '')
  t.equal(regionOfNumber('02155556666'), '上海')
})
