/** Opens .ivy projects: archives with `project_data.json` and the survey that it names. */
import { type ArchiveFiles, openArchive } from '../../../archives/read-files.js';
import { UnfitArchive } from '../../../archives/unpack.js';
import type { InputFile, Problem } from '../../../contract.js';
import { isJpeg, readJpeg } from '../../../images/jpeg.js';
import { decodeImage } from '../../../images/read-image.js';
import { readScaffold, type ScaffoldReading } from '../read-scaffold.js';
import { metresPerFoot } from '../units.js';
import { MatError } from './mat-file.js';
import { type IvyProject, ivyProject, pixelSizeOf } from './project-file.js';
import { type FrameSize, scaffoldOfIvy } from './scaffold-of-ivy.js';
import { type MatSurvey, surveyOfMat } from './survey-of-mat.js';

const mostJsonBytes = 16 * 1024 * 1024;
const mostSurveyBytes = 16 * 1024 * 1024;
const mostPictureBytes = 64 * 1024 * 1024;

export interface IvyReading extends ScaffoldReading {
  /** The scaffold as text of our own form, which people can keep; null where it cannot be made. */
  readonly text: string | null;
}

/**
 * The scaffold of an .ivy project. Never throws on bad data: each thing that is missing or wrong is a problem of its own.
 * @param frameSize size of the frames where no picture in the project tells it
 */
export async function scaffoldFromIvy(
  file: InputFile,
  frameSize: () => Promise<FrameSize | null> = async () => null,
): Promise<IvyReading> {
  let archive: ArchiveFiles;
  try {
    archive = await openArchive(file.path);
  } catch (error) {
    if (!(error instanceof UnfitArchive)) throw error;
    return refused(file, [
      { code: 'NOT_AN_IVY', message: `no .ivy project can be read from it: ${error.message}` },
    ]);
  }
  try {
    return await readProject(file, archive, frameSize);
  } catch (error) {
    if (!(error instanceof UnfitArchive)) throw error;
    return refused(file, [{ code: 'NOT_AN_IVY', message: error.message }]);
  } finally {
    await archive.close();
  }
}

async function readProject(
  file: InputFile,
  archive: ArchiveFiles,
  frameSize: () => Promise<FrameSize | null>,
): Promise<IvyReading> {
  const { project, issues } = await projectOf(archive);
  if (project === null) return refused(file, issues);
  const survey = await surveyOf(archive, project);
  const gsdM = pixelSizeOf(project);
  const frame = (await pictureSize(archive)) ?? (await frameSize());
  const missing: Issue[] = [
    ...(typeof survey === 'string' ? [issue('bathymetry_ac3_filename', survey)] : []),
    ...(gsdM === null
      ? [issue('pixel_ground_scale_distance_m', 'it is missing, and so is ortho_pixel_gsd')]
      : []),
    ...(frame === null
      ? [{ ...issue('1-images', 'it has no frame of the video that tells its size'), code: 'NO_FRAME_SIZE' }]
      : []),
  ];
  if (typeof survey === 'string' || gsdM === null || frame === null) return refused(file, missing);
  const { file: converted, warnings } = scaffoldOfIvy(project, survey, frame, gsdM);
  const text = `${JSON.stringify(converted, null, 2)}\n`;
  const { scaffold, problems } = readScaffold(text, file.name);
  const placed = warnings.map((warning) => ({ ...warning, place: { file: file.name, ...warning.place } }));
  return { scaffold, problems: [...placed, ...problems], text };
}

interface Issue {
  readonly code: string;
  readonly message: string;
  readonly parameter?: string;
}

const issue = (parameter: string, message: string): Issue => ({
  code: 'BAD_SCAFFOLD',
  parameter,
  message: `${parameter}: ${message}`,
});

async function projectOf(archive: ArchiveFiles): Promise<{ project: IvyProject | null; issues: Issue[] }> {
  const at = archive.paths.find(
    (path) => path === 'project_data.json' || path.endsWith('/project_data.json'),
  );
  if (at === undefined)
    return { project: null, issues: [issue('project_data.json', 'it is not in the archive')] };
  let json: unknown;
  try {
    json = JSON.parse((await archive.read(at, mostJsonBytes)).toString('utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    if (error instanceof UnfitArchive) throw error;
    return { project: null, issues: [issue('project_data.json', 'it is no JSON')] };
  }
  const parsed = ivyProject.safeParse(json);
  if (parsed.success) return { project: parsed.data, issues: [] };
  const issues = parsed.error.issues.map(({ path, message }) => {
    const key = path.map(String).join('.');
    const value = path.reduce<unknown>(
      (value, part) => (value as Record<PropertyKey, unknown>)?.[part],
      json,
    );
    return issue(key, value === undefined ? 'it is missing in project_data.json' : message);
  });
  return { project: null, issues };
}

/** The survey, or why there is none. */
async function surveyOf(
  archive: ArchiveFiles,
  { bathymetry_ac3_filename: name }: IvyProject,
): Promise<MatSurvey | string> {
  const base = name.split(/[\\/]/).at(-1)!;
  const inArchive = archive.paths.filter((path) => path.split('/').at(-1) === base);
  const at = inArchive.find((path) => path.includes('5-discharge/')) ?? inArchive[0];
  if (at === undefined) return `${base} is not in the archive`;
  try {
    return surveyOfMat(await archive.read(at, mostSurveyBytes), metresPerFoot);
  } catch (error) {
    if (error instanceof MatError) return `${base}: ${error.message}`;
    throw error;
  }
}

/** Size of the first frame that the project keeps; null where it keeps none that can be read. */
async function pictureSize(archive: ArchiveFiles): Promise<FrameSize | null> {
  const at = archive.paths.find((path) => /(^|\/)1-images\/[^/]+\.(jpe?g|png)$/i.test(path));
  if (at === undefined) return null;
  const bytes = await archive.read(at, mostPictureBytes);
  try {
    const { width, height } = isJpeg(bytes) ? await readJpeg(bytes) : decodeImage(bytes);
    return { widthPx: width, heightPx: height };
  } catch {
    return null;
  }
}

function refused(file: InputFile, issues: readonly Issue[]): IvyReading {
  const problems = issues.map(
    ({ code, message, parameter }): Problem => ({
      code,
      severity: 'error',
      message: `${file.name}: ${message}.`,
      place: { file: file.name, ...(parameter === undefined ? {} : { parameter }) },
      fix: 'Open the project in the tool that made it, complete it and save it again, or make a scaffold here.',
    }),
  );
  return { scaffold: null, problems, text: null };
}
