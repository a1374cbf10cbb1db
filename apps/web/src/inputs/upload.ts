/** One file to the project by plain HTTP, with progress, which `fetch` does not tell for uploads. */
import { ApiError, type ApiErrorCode, type Problem } from '@/graphql/error';
import type { ChosenFile } from './selection';

interface Answer {
  readonly files?: readonly ChosenFile[];
  readonly code?: ApiErrorCode;
  readonly message?: string;
  readonly problems?: readonly Problem[];
}

/**
 * Uploads one file into a project and returns it as stored.
 * @param onProgress is called with the share that was sent, 0…1
 * @throws ApiError with the API's words
 */
export function uploadInput(
  slug: string,
  file: File,
  onProgress: (share: number) => void,
): Promise<ChosenFile> {
  const form = new FormData();
  form.append('file', file, file.name);
  const request = new XMLHttpRequest();
  request.open('POST', `/files/${encodeURIComponent(slug)}`);
  request.setRequestHeader('X-Batchyard-Request', '1');
  request.responseType = 'json';
  request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total);
  return new Promise((resolve, reject) => {
    request.onload = () => {
      const answer = (request.response as Answer | null) ?? {};
      const stored = answer.files?.[0];
      if (request.status === 201 && stored) resolve({ id: stored.id, name: stored.name });
      else reject(refusal(request.status, answer));
    };
    request.onerror = () =>
      reject(
        new ApiError('UNAVAILABLE', 'The upload was cut off. Is Batchyard running, and are you online?'),
      );
    request.send(form);
  });
}

function refusal(status: number, { code, message, problems }: Answer): ApiError {
  return new ApiError(code ?? 'INTERNAL', message ?? `The server refused the upload (${status}).`, problems);
}
