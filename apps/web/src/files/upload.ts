/** Uploads one file with progress; `fetch` cannot tell how much it has sent. */
import { ApiError, type ApiErrorCode, type Problem } from '@/graphql/error';

export interface UploadedFile {
  readonly id: string;
  readonly name: string;
}

/**
 * Sends a file to a project. Rejects with `ApiError`, or with an `AbortError` when `signal` is aborted.
 * @param onProgress gets the share that is sent, 0…1
 */
export async function uploadFile(
  slug: string,
  file: File,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<UploadedFile> {
  const { files } = await sendFile<{ readonly files: readonly UploadedFile[] }>(
    `/files/${encodeURIComponent(slug)}`,
    file,
    onProgress,
    signal,
  );
  const uploaded = files[0];
  if (uploaded === undefined) throw new ApiError('INTERNAL', 'The file was not kept.');
  return uploaded;
}

/** Sends a file to an address of the API and gives its answer; like `uploadFile` otherwise. */
export function sendFile<T>(
  address: string,
  file: File,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address);
    request.setRequestHeader('X-Batchyard-Request', '1');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total);
    request.onload = () => settle(request, resolve, reject);
    request.onerror = () =>
      reject(
        new ApiError('UNAVAILABLE', 'The upload was cut off. Is Batchyard running, and are you online?'),
      );
    request.onabort = () => reject(new DOMException('Stopped.', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    const form = new FormData();
    form.append('file', file, file.name);
    request.send(form);
  });
}

interface Refusal {
  readonly code?: ApiErrorCode;
  readonly message?: string;
  readonly problems?: readonly Problem[];
}

function settle<T>(
  { status, response }: XMLHttpRequest,
  resolve: (answer: T) => void,
  reject: (error: Error) => void,
): void {
  if (status === 201 && response !== null) {
    resolve(response as T);
    return;
  }
  const { code, message, problems } = (response ?? {}) as Refusal;
  reject(new ApiError(code ?? 'INTERNAL', message ?? `The file was not accepted (${status}).`, problems));
}
