// What a leg counts for at its media node while it is there.
/** `key`: `trunk:<id>`, for which legs that came in over the trunk count too, or `limit:<rule>:<who>` */
export interface AtOnce {
  key: string
  most: number
}
