import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ArtifactInfo, JobContext } from '../../contract.js';
import type { RiverResults } from '../results.js';
import { sectionFigure, spaceTimeFigure } from './figures.js';
import { annotatedFrame, rectifiedFrame } from './pictures.js';
import { type ReportFigure, reportPage } from './report.js';
import { dischargeTable, linesTable, resultsJson, vectorsTable } from './tables.js';

/** Writes all files of a job and registers them. */
export async function saveResults(context: JobContext<unknown>, results: RiverResults): Promise<void> {
  const stem = stemOf(results.video.file.name);
  const save = async (name: string, data: string | Uint8Array, info: ArtifactInfo) => {
    context.signal.throwIfAborted();
    await writeFile(path.join(context.outputDir, name), data);
    context.artifact(name, info);
  };
  await save(`${stem}_discharge.csv`, dischargeTable(results), {
    title: 'Discharge by vertical',
    role: 'result',
  });
  await save('lines.csv', linesTable(results), { title: 'Verticals', role: 'data' });
  if (results.measured.vectors.length > 0)
    await save('vectors.csv', vectorsTable(results), { title: 'Velocities of windows', role: 'data' });
  await save('results.json', resultsJson(results), { title: 'Results', role: 'result' });
  const picture = async (name: string, png: Uint8Array, info: ArtifactInfo) => {
    await save(name, png, info);
    return { title: info.title, png };
  };
  const frame = { title: 'Velocities in the first frame', role: 'preview' } as const;
  const figures = [
    await picture('frame.png', await annotatedFrame(results), frame),
    await picture('section.png', await sectionFigure(results), { title: 'Cross-section', role: 'result' }),
    await picture('rectified.png', rectifiedFrame(results), {
      title: 'First frame from above',
      role: 'data',
    }),
  ];
  const spaceTimes: ReportFigure[] = [];
  const { lines } = results.measured;
  for (const [i, line] of lines.entries()) {
    context.progress(i / lines.length);
    if (line.first === null || line.line.pixels.length < 2) continue;
    const title = `Space-time image of line ${line.line.id}`;
    const png = await spaceTimeFigure(line, line.first);
    spaceTimes.push(await picture(`space-time-${line.line.id}.png`, png, { title, role: 'data' }));
  }
  await save('report.html', reportPage(results, figures, spaceTimes), { title: 'Report', role: 'report' });
}

/** Name of a video without its ending, safe as a file name. */
function stemOf(name: string): string {
  return path.parse(name).name.replace(/[^\p{L}\p{N}._-]+/gu, '_') || 'video';
}
