/** What stands in the form of a watched folder, and what it means to the API. */
import type { WholeFolder } from './queries';

export interface FolderDraft {
  readonly name: string;
  readonly share: string;
  readonly folder: string;
  /** With commas. */
  readonly patterns: string;
  readonly recursive: boolean;
  /** `design:3` or `template:4`; empty: not chosen yet. */
  readonly target: string;
  /** Empty: the first one that needs a file. */
  readonly input: string;
  /** Names of files by input, for the other inputs. */
  readonly inputs: Readonly<Record<string, string>>;
  /** `still`: complete once it no longer changes; `mark`: once its mark is there. */
  readonly complete: 'still' | 'mark';
  readonly doneSuffix: string;
  readonly stableS: number;
  readonly pollS: number;
  readonly quietS: number;
  readonly longestWaitS: number;
}

export function emptyDraft(share: string): FolderDraft {
  return {
    name: '',
    share,
    folder: '',
    patterns: '',
    recursive: false,
    target: '',
    input: '',
    inputs: {},
    complete: 'still',
    doneSuffix: '.done',
    stableS: 10,
    pollS: 5,
    quietS: 30,
    longestWaitS: 600,
  };
}

export function draftOf(folder: WholeFolder): FolderDraft {
  const { design, template, doneSuffix, patterns } = folder;
  return {
    ...folder,
    patterns: patterns.join(', '),
    target: design ? `design:${design.id}` : `template:${template?.id ?? ''}`,
    inputs: (folder.inputs ?? {}) as Record<string, string>,
    complete: doneSuffix === null ? 'still' : 'mark',
    doneSuffix: doneSuffix ?? '.done',
  };
}

/** The fields of a mutation. */
export function readDraft(draft: FolderDraft) {
  const { name, share, folder, recursive, stableS, pollS, quietS, longestWaitS } = draft;
  const [kind, id = null] = draft.target.split(':');
  const others = Object.entries(draft.inputs).filter(
    ([input, file]) => input !== draft.input && file.trim() !== '',
  );
  return {
    ...{ name, share, folder, recursive, stableS, pollS, quietS, longestWaitS },
    patterns: draft.patterns
      .split(',')
      .map((pattern) => pattern.trim())
      .filter((pattern) => pattern !== ''),
    doneSuffix: draft.complete === 'mark' ? draft.doneSuffix : null,
    designId: kind === 'design' ? id : null,
    templateId: kind === 'template' ? id : null,
    input: draft.input === '' ? null : draft.input,
    inputs: Object.fromEntries(others),
  };
}
