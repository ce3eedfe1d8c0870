// Upload with progress: fetch cannot tell how far it is, XMLHttpRequest can.
import type { ApiError } from '#engine/protocol/api.ts'
import { ApiFailure } from './client.ts'

export function upload<T>(
  path: string,
  file: Blob,
  onProgress: (share: number) => void,
  method: 'POST' | 'PUT' = 'POST',
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, path)
    request.setRequestHeader('content-type', file.type || 'application/octet-stream')
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total)
    const broken: ApiError = {
      refusal: 'unexpected',
      message: { zh: `上传失败（${request.status}）`, en: 'The upload failed' },
    }
    request.onerror = () => reject(new ApiFailure(0, broken))
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) return resolve(JSON.parse(request.responseText) as T)
      try {
        reject(new ApiFailure(request.status, JSON.parse(request.responseText) as ApiError))
      } catch {
        reject(new ApiFailure(request.status, broken))
      }
    }
    request.send(file)
  })
}
