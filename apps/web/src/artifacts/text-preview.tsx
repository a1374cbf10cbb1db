'use client';
import { Skeleton, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import classes from './artifacts.module.css';
import { firstRows } from './csv';
import { readStart } from './read-start';

export interface TextPreviewProps {
  readonly url: string;
  readonly kind: 'csv' | 'json' | 'text';
}

const shownRows = 20;
const shownBytes = 65_536;

/** The beginning of a text artifact: rows of a table, indented JSON, or plain lines. */
export function TextPreview({ url, kind }: TextPreviewProps) {
  const { data, error } = useQuery({
    queryKey: ['start of file', url],
    queryFn: ({ signal }) => readStart(url, shownBytes, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error) {
    return (
      <Text size="sm" c="var(--tone-failed)" mt="xs">
        The preview could not be loaded. Download the file instead.
      </Text>
    );
  }
  if (!data) return <Skeleton height={160} mt="xs" />;
  if (kind === 'csv') return <CsvRows text={data.text} />;
  return (
    <pre className={classes.text}>
      {kind === 'json' && !data.cut ? indented(data.text) : data.text}
      {data.cut && '\n… the rest is in the download'}
    </pre>
  );
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function CsvRows({ text }: { readonly text: string }) {
  const [header = [], ...rows] = firstRows(text, shownRows + 1);
  return (
    <>
      <Table.ScrollContainer minWidth={Math.min(1200, header.length * 90)} mt="xs">
        <Table className="numeric" fz="xs" verticalSpacing={4} withTableBorder>
          <Table.Thead>
            <Table.Tr>
              {header.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns have no identity but their place
                <Table.Th key={column}>{cell}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row, line) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
              <Table.Tr key={line}>
                {row.map((cell, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns have no identity but their place
                  <Table.Td key={column}>{cell}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="xs" c="dimmed" mt={4}>
        {rows.length === shownRows
          ? `First ${shownRows} rows; the rest is in the download.`
          : `${rows.length} rows.`}
      </Text>
    </>
  );
}
