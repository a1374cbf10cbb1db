/** Memory that is really in use, for tests: what is only waiting to be collected does not count. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes of typed arrays and buffers, where samples, spectra and frames are. */
export function liveBytes(): number {
  // The first collection may leave buffers to be freed beside the program; the second one waits for that.
  collect();
  collect();
  return process.memoryUsage().arrayBuffers;
}
