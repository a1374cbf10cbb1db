'use client';
import { Alert, Badge, Button, Group, Select, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconHistory } from '@tabler/icons-react';
import { titleWithUnit } from '@/formatting/numbers';
import { formatDate } from '@/formatting/time';
import { Panel } from '@/page/panel';
import { ProblemList } from '@/problems/problem-list';
import classes from '../imports.module.css';
import { missingFields } from '../progress';
import type { ImportColumn, ImportField, WholeImport } from '../queries';
import { useChange } from '../use-change';
import { StepFoot } from './step-foot';

/** Step 3: what each column of the sheet means. */
export function ColumnsStep({ draft, onNext }: { readonly draft: WholeImport; readonly onNext: () => void }) {
  const change = useChange(draft.id);
  const missing = missingFields(draft);
  const map = (column: number, field: string | null) => change.mutate({ columns: [{ column, field }] });
  return (
    <Stack gap="md">
      {draft.rememberedFrom !== null && (
        <Alert color="blue" variant="light" icon={<IconHistory size={18} aria-hidden />}>
          Same as on {formatDate(draft.rememberedFrom)}: a sheet with these headings was imported then. Change
          below what is different this time.
        </Alert>
      )}
      {missing.length > 0 && <Missing draft={draft} missing={missing} onMap={map} />}
      <ProblemList error={change.error} />
      <div className={classes.cards} aria-busy={change.isPending}>
        {draft.columns.map((column) => (
          <ColumnCard key={column.column} column={column} draft={draft} onMap={map} />
        ))}
      </div>
      <StepFoot label="Check and fix" onNext={onNext} isBusy={change.isPending}>
        {missing.length > 0 && (
          <Text size="sm" c="dimmed">
            You may look at the rows before all is matched.
          </Text>
        )}
      </StepFoot>
    </Stack>
  );
}

type OnMap = (column: number, field: string | null) => void;

interface MissingProps {
  readonly draft: WholeImport;
  readonly missing: readonly ImportField[];
  readonly onMap: OnMap;
}

/** Fields that every row needs, on top. */
function Missing({ draft, missing, onMap }: MissingProps) {
  return (
    <Panel title="Still to match">
      <Stack gap="sm">
        {missing.map((field) => (
          <Group key={field.name} gap="sm" align="center">
            <IconAlertTriangle size={18} color="var(--tone-failed)" aria-hidden />
            <div style={{ flex: '1 1 220px' }}>
              <Text size="sm" fw={620}>
                {titleWithUnit(field.title, field.unit)}
              </Text>
              <Text size="xs" c="dimmed">
                {field.description}. Every row needs it: {field.expectation}
                {field.example && `, such as ${field.example}`}.
              </Text>
            </div>
            <Select
              aria-label={`Column for ${field.title}`}
              placeholder="Which column?"
              data={draft.columns.map(({ column, heading }) => ({
                value: String(column),
                label: heading || `Column ${column + 1}`,
              }))}
              value={null}
              onChange={(column) => column !== null && onMap(Number(column), field.name)}
              w={220}
            />
          </Group>
        ))}
      </Stack>
    </Panel>
  );
}

interface ColumnCardProps {
  readonly column: ImportColumn;
  readonly draft: WholeImport;
  readonly onMap: OnMap;
}

const ignored = '';
const fact = 'fact';

function ColumnCard({
  column: { column, heading, samples, field, confidence, because },
  draft,
  onMap,
}: ColumnCardProps) {
  const isFact = field?.startsWith('metadata.') ?? false;
  const known = draft.fields.find(({ name }) => name === field);
  const value = field === null ? ignored : isFact ? fact : field;
  const name = heading || `Column ${column + 1}`;
  return (
    <section
      className={classes.card}
      data-ignored={field === null || undefined}
      aria-label={`Column ${name}`}
    >
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text size="sm" fw={650} truncate title={name}>
          {name}
        </Text>
        {field !== null && <Confidence value={confidence} />}
      </Group>
      <div className={`${classes.samples} numeric`}>
        {samples.length === 0 && (
          <Text size="xs" c="dimmed">
            all cells are blank
          </Text>
        )}
        {samples.map((sample, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: samples may be equal
          <span key={index} className={classes.sample} title={sample}>
            {sample}
          </span>
        ))}
      </div>
      <Select
        aria-label={`Meaning of ${name}`}
        data={choicesOf(draft, column)}
        value={value}
        onChange={(chosen) => onMap(column, chosen === ignored ? null : chosen)}
        allowDeselect={false}
        searchable
      />
      <Text size="xs" c="dimmed">
        {field === null && because === 'no field is like it'
          ? 'No field is like it.'
          : `Because: ${because}.`}{' '}
        {known && `Cells hold ${known.expectation}.`}
        {isFact && 'Kept under its heading with each row.'}
      </Text>
      {field !== null && (
        <Button size="compact-xs" variant="subtle" w="fit-content" px={0} onClick={() => onMap(column, null)}>
          Ignore this column
        </Button>
      )}
    </section>
  );
}

/** Annotations keep no facts: what a column says belongs to the vocabulary or nowhere. */
function choicesOf({ fields, kind, columns }: WholeImport, column: number) {
  const takenBy = new Map(columns.map((each) => [each.field, each]));
  const other = (name: string) => {
    const owner = takenBy.get(name);
    return owner !== undefined && owner.column !== column ? ` (now ${owner.heading})` : '';
  };
  return [
    {
      group: 'Without a field',
      items: [
        { value: ignored, label: 'Ignore' },
        ...(kind === 'annotations' ? [] : [{ value: fact, label: 'Keep as a fact' }]),
      ],
    },
    {
      group: 'Fields',
      items: fields.map(({ name, title, unit, isRequired }) => ({
        value: name,
        label: `${titleWithUnit(title, unit)}${isRequired ? ' *' : ''}${other(name)}`,
      })),
    },
  ];
}

function Confidence({ value }: { readonly value: number }) {
  const [color, word] =
    value >= 0.9 ? ['teal', 'sure'] : value >= 0.7 ? ['blue', 'likely'] : ['yellow', 'a guess'];
  return (
    <Badge size="sm" variant="light" color={color} tt="none" style={{ flex: 'none' }}>
      {word} · {Math.round(value * 100)} %
    </Badge>
  );
}
