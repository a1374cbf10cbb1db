/**
 * The river process: looks at videos and scaffolds of users, one at a time, with little memory and no database. The
 * service ends it when something takes too long or breaks it.
 */
import { stat } from 'node:fs/promises';
import {
  type InputFile,
  inspectScaffold,
  inspectScaffoldFile,
  ProblemsError,
  readStill,
  summarizeVideo,
} from '@batchyard/pipelines';
import { endWithParent } from '../checks/end-with-parent.js';
import type { RiverAnswer, RiverOrder } from './messages.js';

/** Before the service loses its patience, so that no ffmpeg is left behind. */
const patienceMs = 15_000;
/** No scaffold that somebody made is larger. */
const maxScaffoldBytes = 2_000_000;

endWithParent();
process.on('message', (order: RiverOrder) => {
  void answer(order)
    .catch(refusal)
    .then((found) => process.send?.(found));
});

async function answer(order: RiverOrder): Promise<RiverAnswer> {
  const signal = AbortSignal.timeout(patienceMs);
  switch (order.subject) {
    case 'scaffold':
      return { subject: 'scaffold', inspection: await inspect(order) };
    case 'still': {
      const { mediaType, bytes } = await readStill(order.file, order.timeS, signal);
      return { subject: 'still', still: { mediaType, base64: Buffer.from(bytes).toString('base64') } };
    }
    case 'video':
      return { subject: 'video', video: await summarizeVideo(order.file, signal) };
  }
}

async function inspect({ source, question, frameSize }: Extract<RiverOrder, { subject: 'scaffold' }>) {
  if ('text' in source) return inspectScaffold({ ...question, text: source.text });
  await refuseLarge(source.file);
  return inspectScaffoldFile(source.file, question, async () => frameSize);
}

/** Of .ivy projects, which hold pictures, only parts are read. */
async function refuseLarge({ path, name }: InputFile): Promise<void> {
  if (/\.ivy$/i.test(name) || (await stat(path)).size <= maxScaffoldBytes) return;
  throw new ProblemsError([
    {
      code: 'SCAFFOLD_TOO_LARGE',
      severity: 'error',
      message: `${name} is larger than ${maxScaffoldBytes / 1e6} MB, so it is no scaffold.`,
      place: { file: name },
      expectation: 'a scaffold file',
      fix: 'Choose a scaffold file.',
    },
  ]);
}

function refusal(error: unknown): RiverAnswer {
  if (error instanceof ProblemsError) return { subject: 'refused', problems: error.problems };
  if (!(error instanceof DOMException && error.name === 'TimeoutError')) throw error;
  const message = `It could not be read within ${patienceMs / 1000} s.`;
  const fix = 'Choose an earlier time, or convert the video to MP4 (H.264).';
  return { subject: 'refused', problems: [{ code: 'TOO_SLOW', severity: 'error', message, place: {}, fix }] };
}
