'use client';
import { Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { Panel } from '@/page/panel';
import { ProblemList } from '@/problems/problem-list';
import classes from '../imports.module.css';
import { NotKept } from '../not-kept';
import type { WholeImport } from '../queries';
import { type ImportChange, useChange } from '../use-change';
import { StepFoot } from './step-foot';

/** Step 2: which sheet, which row has the headings, and how its texts are meant. */
export function SheetStep({ draft, onNext }: { readonly draft: WholeImport; readonly onNext: () => void }) {
  const change = useChange(draft.id);
  const choose = (choice: ImportChange) => change.mutate(choice);
  return (
    <Panel>
      <Stack gap="md">
        {draft.sheets.length > 1 && (
          <Select
            label="Sheet"
            maw={320}
            data={draft.sheets.map(({ name, isHidden }) => ({
              value: name,
              label: isHidden ? `${name} (hidden)` : name,
            }))}
            value={draft.sheet}
            onChange={(sheet) => sheet && choose({ sheet })}
            allowDeselect={false}
          />
        )}
        <div>
          <Text size="sm" fw={620}>
            Which row has the headings?
          </Text>
          <Text size="sm" c="dimmed" mb={6}>
            {draft.headerRow === null
              ? 'No row was taken for one. Click the row that has the headings.'
              : `Row ${draft.headerRow}: ${draft.headerBecause}. Click another row where that is wrong.`}
          </Text>
          <HeadRows draft={draft} isBusy={change.isPending} onRow={(headerRow) => choose({ headerRow })} />
        </div>
        <Conventions draft={draft} onChange={choose} />
        <Text size="xs" c="dimmed">
          Another sheet, row of headings, encoding or sign between cells reads the file anew. What was typed
          into its cells stays wherever they still say the same.
        </Text>
        <NotKept draft={draft} />
        <ProblemList error={change.error} />
      </Stack>
      <StepFoot label="Match columns" onNext={onNext} isBusy={change.isPending} />
    </Panel>
  );
}

interface HeadRowsProps {
  readonly draft: WholeImport;
  readonly isBusy: boolean;
  readonly onRow: (number: number) => void;
}

const shownRows = 12;

function HeadRows({ draft: { headRows, headerRow }, isBusy, onRow }: HeadRowsProps) {
  const from = Math.max(0, headRows.findIndex(({ number }) => number === headerRow) - shownRows + 4);
  const rows = headRows.slice(from, from + shownRows);
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length));
  return (
    <div className={classes.head} aria-busy={isBusy}>
      <table className="numeric">
        <tbody>
          {rows.map(({ number, cells }) => (
            <tr
              key={number}
              data-header={number === headerRow || undefined}
              data-above={(headerRow !== null && number < headerRow) || undefined}
              onClick={() => onRow(number)}
            >
              <th scope="row">
                <button
                  type="button"
                  aria-label={`Headings in row ${number}`}
                  aria-pressed={number === headerRow}
                >
                  {number}
                </button>
              </th>
              {Array.from({ length: width }, (_, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns have nothing but their position
                <td key={column}>{cells[column]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface ConventionsProps {
  readonly draft: WholeImport;
  readonly onChange: (change: ImportChange) => void;
}

const encodings = [
  { value: 'utf-8', label: 'UTF-8' },
  { value: 'utf-16le', label: 'UTF-16, little endian' },
  { value: 'utf-16be', label: 'UTF-16, big endian' },
  { value: 'windows-1252', label: 'Windows-1252' },
];
const delimiters = [
  { value: ',', label: 'comma' },
  { value: ';', label: 'semicolon' },
  { value: '\t', label: 'tab' },
  { value: '|', label: 'vertical bar' },
];
/** By the end of a file's name. */
const usualDelimiters: Readonly<Record<string, readonly string[]>> = { csv: [',', ';'], tsv: ['\t'] };
const decimals = [
  { value: '.', label: 'point: 1.5' },
  { value: ',', label: 'comma: 1,5' },
];
const dateOrders = [
  { value: 'day-first', label: 'day first: 31/12/2026' },
  { value: 'month-first', label: 'month first: 12/31/2026' },
];

/** How texts are meant; each choice reads the file anew. Workbooks say their encoding and cells themselves. */
function Conventions({ draft, onChange }: ConventionsProps) {
  const { encoding, delimiter, decimal, dateOrder } = draft;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, lg: encoding === null ? 2 : 4 }} spacing="md">
      {encoding !== null && (
        <Convention
          label="Encoding"
          about="Which letters the bytes stand for: try another one where é or µ look wrong."
          data={encodings}
          value={encoding}
          onValue={(value) => onChange({ encoding: value })}
        />
      )}
      {delimiter !== null && (
        <Convention
          label="Between cells"
          about={`${namedOtherwise(draft.fileName, delimiter)}What ends a cell: try another one where cells are torn or stuck together.`}
          data={delimiters}
          value={delimiter}
          onValue={(value) => onChange({ delimiter: value })}
        />
      )}
      <Convention
        label="Decimal sign"
        about={`Of numbers that are texts: ${decimal.because}.`}
        data={decimals}
        value={decimal.value}
        onValue={(value) => onChange({ decimal: value })}
      />
      <Convention
        label="Dates"
        about={`Of dates that are texts: ${dateOrder.because}.`}
        data={dateOrders}
        value={dateOrder.value}
        onValue={(value) => onChange({ dateOrder: value })}
      />
    </SimpleGrid>
  );
}

/** A sentence where a file's name promises another delimiter; the cells decide. */
function namedOtherwise(fileName: string, delimiter: string): string {
  const extension = fileName.toLowerCase().split('.').at(-1) ?? '';
  const usual = usualDelimiters[extension];
  if (usual === undefined || usual.includes(delimiter)) return '';
  const name = delimiters.find(({ value }) => value === delimiter)?.label ?? delimiter;
  return `The file is called .${extension}, but its cells are separated by “${name}”, so it is read like that. `;
}

interface ConventionProps {
  readonly label: string;
  readonly about: string;
  readonly data: readonly { readonly value: string; readonly label: string }[];
  readonly value: string | null;
  readonly onValue: (value: string) => void;
}

function Convention({ label, about, data, value, onValue }: ConventionProps) {
  return (
    <Select
      label={label}
      description={about}
      data={data}
      value={value}
      onChange={(next) => next !== null && next !== value && onValue(next)}
      allowDeselect={false}
      inputWrapperOrder={['label', 'input', 'description']}
      maw={300}
    />
  );
}
