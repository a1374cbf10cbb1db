import path from 'node:path';
import type { ExitCode } from '../exit-codes.js';
import { defaultSeed, executeHere, exitCodeOf } from '../job/execute-here.js';
import { prepareOutputFolder, resultFileName, writeJson } from '../job/output-folder.js';
import { presentResult } from '../job/present-result.js';
import { isIvy, writeIvyResults } from './ivy-results.js';
import { folderNames } from './process-videos.js';
import { inputsOf, type ProcessRequest } from './request.js';

/** One video, in this process. */
export async function processVideo(
  {
    pipeline,
    scaffold,
    params,
    outputDir: root,
    policy,
    quiet,
    json,
  }: ProcessRequest & { readonly outputDir: string },
  video: string,
): Promise<ExitCode> {
  const [folder = ''] = folderNames([video]);
  const outputDir = path.join(root, folder);
  prepareOutputFolder(outputDir, policy);
  const request = { pipeline, params, inputs: inputsOf(scaffold, video) };
  const settings = {
    outputDir,
    seed: defaultSeed,
    timeoutS: null,
    chunks: 1,
    quiet,
    name: path.basename(video),
  };
  const result = await executeHere(request, settings);
  writeJson(path.join(outputDir, resultFileName), result);
  if (result.state === 'succeeded' && isIvy(scaffold)) await writeIvyResults(scaffold, outputDir);
  if (json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else if (!quiet) process.stdout.write(`${presentResult(pipeline, result, outputDir)}\n`);
  else if (result.error !== null) process.stderr.write(`${result.error.stage}: ${result.error.message}\n`);
  return exitCodeOf(result);
}
