'use client';
import { Alert, Button, FileButton, Group, Stack, Text, Textarea } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { counted } from '@/formatting/numbers';
import type { Field } from '@/parameters/fields';
import { type ParsedTable, parseTable } from './parse-table';

export interface TableSectionProps {
  readonly id: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly fields: readonly Field[];
  /** What is wrong with the table beside its cells. */
  readonly message?: string;
}

/** A larger file is no table of settings. */
const maxBytes = 5_000_000;

/** Settings from a spreadsheet: parameters that move together, one row a setting. */
export function TableSection({ id, text, onText, fields, message }: TableSectionProps) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const parsed = useMemo(() => parseTable(text, fields), [text, fields]);
  const upload = async (file: File | null) => {
    if (file === null) return;
    const isTooLarge = file.size > maxBytes;
    setRefusal(isTooLarge ? `${file.name} is larger than 5 MB, which no table of settings is.` : null);
    if (!isTooLarge) onText(await file.text());
  };
  return (
    <Stack gap={6}>
      <Group justify="space-between">
        <Text component="label" htmlFor={id} size="sm" fw={500}>
          Table of settings
        </Text>
        <FileButton accept=".csv,.tsv,.txt,text/csv" onChange={(file) => void upload(file)}>
          {(props) => (
            <Button
              {...props}
              size="compact-xs"
              variant="default"
              leftSection={<IconUpload size={12} aria-hidden />}
            >
              CSV or TSV file
            </Button>
          )}
        </FileButton>
      </Group>
      <Textarea
        id={id}
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
        placeholder={exampleOf(fields)}
        autosize
        minRows={4}
        maxRows={12}
        styles={{
          input: {
            color: 'var(--mantine-color-text)',
            fontFamily: 'var(--mantine-font-family-monospace)',
            fontSize: 12,
          },
        }}
        error={parsed.problems.length > 0 || refusal !== null}
        autoComplete="off"
        spellCheck={false}
      />
      <TableOutcome parsed={parsed} message={refusal ?? (parsed.problems.length > 0 ? undefined : message)} />
    </Stack>
  );
}

/** Two numbers of the pipeline as a spreadsheet copies them. */
function exampleOf(fields: readonly Field[]): string {
  const [first, second] = fields.filter(({ kind }) => kind === 'number');
  if (!first || !second) return 'Parameters in the first row, a setting in each row below';
  const line = (factor: number) =>
    [first, second].map(({ default: value }) => Number(value ?? 1) * factor).join('\t');
  return [`${first.path}\t${second.path}`, line(1), line(2)].join('\n');
}

const shownProblems = 8;

function TableOutcome({ parsed, message }: { readonly parsed: ParsedTable; readonly message?: string }) {
  const { rows, problems } = parsed;
  if (problems.length > 0) {
    return (
      <Alert color="red" variant="light" p="xs" role="alert" title={counted(problems.length, 'problem')}>
        <ul style={{ margin: 0, paddingLeft: 18, fontSize: 13 }}>
          {problems.slice(0, shownProblems).map(({ row, column, message: text }) => (
            <li key={`${row} ${column} ${text}`}>
              Row {row}, column {column}: {text}
            </li>
          ))}
          {problems.length > shownProblems && <li>and {problems.length - shownProblems} more</li>}
        </ul>
      </Alert>
    );
  }
  return (
    <>
      {message && (
        <Text size="xs" c="var(--tone-failed)">
          {message}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {rows.length === 0
          ? 'Copy cells from a spreadsheet: parameters in the first row, one setting in each row below.'
          : `${counted(rows.length, 'row')} of ${counted(Object.keys(rows[0] ?? {}).length, 'parameter')}.`}
      </Text>
    </>
  );
}
