// 归属地: turns an area code, a landline number or a city's name into one comparable region name.
const CITIES: Record<string, string> = {
  '010': '北京',
  '020': '广州',
  '021': '上海',
  '022': '天津',
  '023': '重庆',
  '024': '沈阳',
  '025': '南京',
  '027': '武汉',
  '028': '成都',
  '029': '西安',
  '0311': '石家庄',
  '0351': '太原',
  '0371': '郑州',
  '0411': '大连',
  '0431': '长春',
  '0451': '哈尔滨',
  '0471': '呼和浩特',
  '0510': '无锡',
  '0512': '苏州',
  '0531': '济南',
  '0532': '青岛',
  '0551': '合肥',
  '0571': '杭州',
  '0574': '宁波',
  '0591': '福州',
  '0592': '厦门',
  '0731': '长沙',
  '0755': '深圳',
  '0757': '佛山',
  '0769': '东莞',
  '0771': '南宁',
  '0791': '南昌',
  '0851': '贵阳',
  '0871': '昆明',
  '0891': '拉萨',
  '0898': '海口',
  '0931': '兰州',
  '0951': '银川',
  '0971': '西宁',
  '0991': '乌鲁木齐',
}

/** Area code of a mainland landline number: 010, 02x, else four digits; '' for mobiles (01[3-9]…) and others. */
export function areaCodeOf(number: string): string {
  const local = number.replace(/^(?:\+|00)?86(?=[1-9]\d{8})/, '0')
  return /^(010|02\d|0[3-9]\d\d)\d*$/.exec(local)?.[1] ?? ''
}

/** '010' and '北京' both answer '北京'; an unknown area code stays a code; anything else stays as written. */
export function regionName(region: string): string {
  const text = region.trim()
  return CITIES[text] ?? text.replace(/市$/, '')
}

export const regionOfNumber = (number: string): string => regionName(areaCodeOf(number))
