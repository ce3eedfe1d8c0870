// The licence of this centre as pages and the gateway speak of it.

export interface Licence {
  /** for whom */
  holder: string
  number: string
  /** 0: as many as there are */
  agents: number
  /** the last day, 2027-12-31; '': no end */
  until: string
  note: string
}

/** GET /api/licence */
export interface LicenceAnswer {
  licence?: Licence & { account: string; updatedAt: number }
  /** agents that are enabled */
  agentsUsed: number
}
