// Grandstream: parameters by number, in XML.
import { definePhoneModel, inXml } from '../model.ts'

/** By number in the maker's list of parameters, of the first account. */
export default definePhoneModel({
  name: 'grandstream',
  label: { zh: '潮流（Grandstream）', en: 'Grandstream' },
  fileName: (mac) => `cfg${mac}.xml`,
  contentType: 'text/xml; charset=utf-8',
  file: ({ mac, number, name, password, host, port, secure, lang }) => {
    const values: [string, string][] = [
      ['P271', '1'],
      ['P270', number],
      ['P3', name],
      ['P47', `${host}:${port}`],
      ['P35', number],
      ['P36', number],
      ['P34', password],
      // 0 UDP, 2 TLS
      ['P130', secure ? '2' : '0'],
      // 1 = encrypted where the other side can
      ['P183', secure ? '1' : '0'],
      ['P1362', lang],
    ]
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<gs_provision version="1">',
      `  <mac>${inXml(mac)}</mac>`,
      '  <config version="1">',
      ...values.map(([key, value]) => `    <${key}>${inXml(value)}</${key}>`),
      '  </config>',
      '</gs_provision>',
      '',
    ].join('\n')
  },
})
