// Cisco SPA, and the MPP phones after it: a flat profile in XML.
import { definePhoneModel, inXml } from '../model.ts'

export default definePhoneModel({
  name: 'cisco-spa',
  label: { zh: '思科（Cisco SPA、MPP）', en: 'Cisco SPA and MPP' },
  fileName: (mac) => `spa${mac}.xml`,
  contentType: 'text/xml; charset=utf-8',
  file: ({ number, name, password, host, port, secure }) => {
    const values: [string, string][] = [
      ['Line_Enable_1_', 'Yes'],
      ['Register_1_', 'Yes'],
      ['Proxy_1_', `${host}:${port}`],
      ['SIP_Transport_1_', secure ? 'TLS' : 'UDP'],
      ['User_ID_1_', number],
      ['Use_Auth_ID_1_', 'Yes'],
      ['Auth_ID_1_', number],
      ['Password_1_', password],
      ['Display_Name_1_', name],
      ['DTMF_Tx_Method_1_', 'AVT'],
    ]
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<flat-profile>',
      ...values.map(([key, value]) => `  <${key} ua="na">${inXml(value)}</${key}>`),
      '</flat-profile>',
      '',
    ].join('\n')
  },
})
