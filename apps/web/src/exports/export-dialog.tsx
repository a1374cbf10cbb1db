'use client';
import {
  Alert,
  Anchor,
  Button,
  Group,
  Loader,
  Modal,
  MultiSelect,
  Select,
  SimpleGrid,
  Stack,
  Text,
} from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  dictionaryAddress,
  type ExportList,
  editingAddress,
  exportAddress,
  exportFormats,
  isEditable,
} from './export-address';

interface Dictionary {
  readonly notes: readonly string[];
  readonly rows: readonly { readonly column: string; readonly title: string }[];
}

export interface ExportDialogProps {
  readonly slug: string;
  /** The first one is chosen. */
  readonly lists: readonly { readonly value: ExportList; readonly label: string }[];
  /** Search part of the page's address. */
  readonly search: string;
  readonly onClose: () => void;
}

/** Exactly what the page shows, as a file: which list, which columns, which format, and how much that is. */
export function ExportDialog({ slug, lists, search, onClose }: ExportDialogProps) {
  const [list, setList] = useState<ExportList>(lists[0]?.value ?? 'jobs');
  const [format, setFormat] = useState<string>('xlsx');
  const [columns, setColumns] = useState<readonly string[]>([]);
  const usual = useDictionary({ slug, list, search, columns: null });
  const choice = { slug, list, search, columns: columns.length === 0 ? null : columns };
  const chosen = useDictionary(choice);
  const names = (usual.data?.rows ?? []).map(({ column, title }) => ({ value: column, label: title }));
  return (
    <Modal opened onClose={onClose} title="Export" size="lg">
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <Select
            label="What"
            data={[...lists]}
            value={list}
            allowDeselect={false}
            onChange={(value) => {
              setList((value ?? list) as ExportList);
              setColumns([]);
            }}
          />
          <Select
            label="Format"
            data={[...exportFormats]}
            value={format}
            allowDeselect={false}
            onChange={(value) => setFormat(value ?? format)}
          />
        </SimpleGrid>
        <MultiSelect
          label="Columns"
          description="In the order that you choose them"
          placeholder={columns.length === 0 ? 'All columns' : undefined}
          data={names}
          value={[...columns]}
          onChange={setColumns}
          searchable
          clearable
        />
        <Summary notes={chosen.data?.notes} error={chosen.error} />
        <Anchor size="sm" href={dictionaryAddress(choice, 'csv')} download>
          What each column is, with its unit (CSV)
        </Anchor>
        <Group justify="flex-end">
          {isEditable(list) && (
            <Button component="a" variant="default" href={editingAddress({ slug, list, search })} download>
              Sheet to edit and import again
            </Button>
          )}
          <Button
            component="a"
            href={exportAddress(choice, format)}
            download
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            Export
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Summary({
  notes,
  error,
}: {
  readonly notes: readonly string[] | undefined;
  readonly error: Error | null;
}) {
  if (error) return <Alert color="red">{error.message}</Alert>;
  if (notes === undefined) return <Loader size="sm" aria-label="Counting rows" />;
  const [, count = '', filter = ''] = notes;
  return (
    <Text size="sm" role="status">
      {count}. {filter}. Both are written into the file.
    </Text>
  );
}

function useDictionary(choice: Parameters<typeof dictionaryAddress>[0]) {
  const address = dictionaryAddress(choice, 'json');
  return useQuery({
    queryKey: ['export', address],
    queryFn: async ({ signal }): Promise<Dictionary> => {
      const response = await fetch(address, { signal });
      const body: unknown = await response.json();
      if (!response.ok)
        throw new Error((body as { readonly message?: string }).message ?? 'It cannot be exported.');
      return body as Dictionary;
    },
  });
}
