'use client';
import { Alert, Button, Group, List, Select, Stack, Text } from '@mantine/core';
import { IconFolderSearch } from '@tabler/icons-react';
import { type ChangeEvent, useRef, useState } from 'react';
import { counted } from '@/formatting/numbers';
import { ProblemList } from '@/problems/problem-list';
import { hasTarget } from '../kinds';
import type { ImportKind } from '../queries';
import { targetSearch } from '../use-sheet-upload';
import { useTarget } from '../use-target';
import {
  type ExtensionCount,
  extensionsOf,
  type FolderListing,
  type FolderRows,
  folderRows,
  folderSheet,
  listFolder,
  type RowNaming,
} from './folder-rows';

export interface FolderScanProps {
  readonly slug: string;
  readonly kind: ImportKind;
  /** As `useSheetUpload` takes it. */
  readonly target: string | null;
  /** Gets a sheet whose first row has the headings. */
  readonly onSheet: (file: File) => Promise<void>;
  readonly isBusy: boolean;
}

/** What of a file stands in the sheet, and where. */
interface NameColumn {
  readonly column: string;
  readonly naming: RowNaming;
  /** Of the files; empty takes all. */
  readonly accepted: readonly string[];
}

/** A sheet with a row for each file of a folder, to be filled in here. */
export function FolderScan({ slug, kind, target, onSheet, isBusy }: FolderScanProps) {
  const [listing, setListing] = useState<FolderListing | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const place = useNameColumn(slug, kind, target);
  const scan = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    const paths = [...(currentTarget.files ?? [])].map(({ webkitRelativePath }) => webkitRelativePath);
    // Also the same folder may be chosen again, with other files in it.
    currentTarget.value = '';
    setListing(listFolder(paths));
  };
  if (place === null) return null;
  return (
    <Stack gap="xs" align="flex-start">
      <div>
        <Text size="sm" fw={550}>
          Or scan a folder
        </Text>
        <Text size="xs" c="dimmed">
          {placeText(kind, place)} The other columns are filled in here afterwards.
        </Text>
      </div>
      <input
        ref={(element) => {
          input.current = element;
          element?.setAttribute('webkitdirectory', '');
        }}
        type="file"
        hidden
        aria-label="Folder to scan"
        onChange={scan}
      />
      <Button
        variant="default"
        leftSection={<IconFolderSearch size={16} aria-hidden />}
        disabled={isBusy}
        onClick={() => input.current?.click()}
      >
        {listing === null ? 'Choose a folder' : 'Choose another folder'}
      </Button>
      {listing !== null && (
        <Scanned
          // Extensions are those of one folder.
          key={listing.folder + listing.files.length}
          listing={listing}
          place={place}
          address={`/projects/${encodeURIComponent(slug)}/imports/template.json?${targetSearch(kind, target)}`}
          onSheet={onSheet}
          isBusy={isBusy}
        />
      )}
    </Stack>
  );
}

/** Null while it is not known, or where rows name no file. */
function useNameColumn(slug: string, kind: ImportKind, target: string | null): NameColumn | null {
  const { pipeline } = useTarget(slug, target);
  if (kind === 'subjects') return { column: 'name', naming: 'stem', accepted: [] };
  if (kind === 'annotations') return { column: 'subject', naming: 'stem', accepted: [] };
  const input = pipeline?.inputs.find((each) => each.kind === 'file');
  if (input === undefined) return null;
  return { column: `inputs.${input.name}`, naming: 'file', accepted: input.extensions };
}

function placeText(kind: ImportKind, { column }: NameColumn): string {
  return hasTarget(kind)
    ? `A row for each file, its name in the column ${column}. Names are taken, not contents: upload files that the project lacks on the page Files; the check says which are missing.`
    : `A row for each file, its name without extension in the column ${column}. Only names are taken.`;
}

interface ScannedProps extends Pick<FolderScanProps, 'onSheet' | 'isBusy'> {
  readonly listing: FolderListing;
  readonly place: NameColumn;
  /** Of the headings. */
  readonly address: string;
}

/** What was found, which of it is taken, and what is called alike. */
function Scanned({ listing: { folder, files }, place, address, onSheet, isBusy }: ScannedProps) {
  const extensions = extensionsOf(files, place.accepted);
  const [extension, setExtension] = useState(extensions[0]?.extension ?? null);
  const [error, setError] = useState<unknown>(null);
  const rows = folderRows(files, { ...place, extension });
  const make = async () => {
    setError(null);
    try {
      const sheet = folderSheet(await headingsAt(address), place.column, rows.names);
      await onSheet(new File([sheet], `${folder}.csv`, { type: 'text/csv' }));
    } catch (cause) {
      setError(cause);
    }
  };
  if (extensions.length === 0) {
    const expected =
      place.accepted.length > 0 && files.length > 0 ? ` with ${place.accepted.join(' or ')}` : '';
    return (
      <Text size="sm" role="status">
        The folder {folder} has no file{expected}.
      </Text>
    );
  }
  return (
    <Stack gap="xs" align="flex-start" w="100%">
      <Text size="sm" role="status" style={{ overflowWrap: 'anywhere' }}>
        {foundText(folder, files.length, extensions, extension)}
      </Text>
      {extensions.length > 1 && (
        <ExtensionChoice extensions={extensions} chosen={extension} onChosen={setExtension} />
      )}
      <Doubles {...rows} />
      <Group gap="sm">
        <Button onClick={make} loading={isBusy}>
          Make a sheet of {counted(rows.names.length, 'row')}
        </Button>
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {firstNames(rows.names)}
        </Text>
      </Group>
      <ProblemList error={error} />
    </Stack>
  );
}

function foundText(
  folder: string,
  count: number,
  extensions: readonly ExtensionCount[],
  chosen: string | null,
): string {
  const taken = extensions.filter(({ extension }) => chosen === null || extension === chosen);
  const sum = taken.reduce((total, each) => total + each.count, 0);
  const names = taken.map(({ extension }) => wordOf(extension)).join(' or ');
  const verb = sum === 1 ? 'is' : 'are';
  return `${folder}: ${sum.toLocaleString('en')} of ${counted(count, 'file')} ${verb} ${names}.`;
}

const wordOf = (extension: string) => (extension === '' ? 'without extension' : extension);

interface ExtensionChoiceProps {
  readonly extensions: readonly ExtensionCount[];
  readonly chosen: string | null;
  readonly onChosen: (extension: string | null) => void;
}

const allExtensions = '*';

function ExtensionChoice({ extensions, chosen, onChosen }: ExtensionChoiceProps) {
  return (
    <Select
      w={260}
      label="Files to take"
      data={[
        ...extensions.map(({ extension, count }) => ({
          value: extension,
          label: `${wordOf(extension)} (${count.toLocaleString('en')})`,
        })),
        { value: allExtensions, label: 'All of these' },
      ]}
      value={chosen ?? allExtensions}
      onChange={(value) => onChosen(value === allExtensions ? null : value)}
      allowDeselect={false}
    />
  );
}

const shownDoubles = 5;

function Doubles({ doubles }: FolderRows) {
  if (doubles.length === 0) return null;
  const more = doubles.length - shownDoubles;
  return (
    <Alert color="yellow" variant="light" title={doublesTitle(doubles.length)} w="100%">
      <List size="sm" style={{ overflowWrap: 'anywhere' }}>
        {doubles.slice(0, shownDoubles).map(({ name, paths }) => (
          <List.Item key={name}>
            {name}: {paths.join(', ')}
          </List.Item>
        ))}
      </List>
      {more > 0 && <Text size="sm">and {counted(more, 'more name')}</Text>}
    </Alert>
  );
}

function doublesTitle(count: number): string {
  return count === 1
    ? 'One name stands for several files; it gets one row'
    : `${count.toLocaleString('en')} names stand for several files; each gets one row`;
}

const firstShown = 3;

function firstNames(names: readonly string[]): string {
  const first = names.slice(0, firstShown).join(', ');
  return names.length > firstShown ? `${first}, …` : first;
}

/** @throws Error with what the API says */
async function headingsAt(address: string): Promise<readonly string[]> {
  const response = await fetch(address);
  const body = (await response.json()) as { readonly columns?: readonly string[]; readonly message?: string };
  if (body.columns === undefined) throw new Error(body.message ?? 'The columns of the sheet are not known.');
  return body.columns;
}
