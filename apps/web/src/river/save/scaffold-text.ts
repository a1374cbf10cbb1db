import type { ScaffoldDraft } from '../draft/draft';
import { fileOfDraft } from '../draft/file-of-draft';

/** What scaffolds are saved as end in, by which they are known in lists. */
export const scaffoldEnding = '.scaffold.json';

/** `bridge-upstream-camera.scaffold.json` of a title. */
export function fileNameOf(title: string): string {
  const stem = title
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return `${stem || 'site'}${scaffoldEnding}`;
}

/** Whether a file is opened as a scaffold, by its name. */
export function isScaffoldName(name: string): boolean {
  return /(scaffold\.json|\.ivy)$/i.test(name);
}

/** As it stands, for a file. */
export function textOfScaffold(draft: ScaffoldDraft): string {
  return `${JSON.stringify(fileOfDraft(draft), null, 2)}\n`;
}
