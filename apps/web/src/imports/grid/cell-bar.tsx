'use client';
import { Button, Group, Kbd, Text } from '@mantine/core';
import type { CellProblem, ImportField, ImportRow, ProblemGroup, WholeImport } from '../queries';
import type { Edits } from '../use-edits';
import { useRepair } from '../use-repair';
import { changeOf, formerText, problemsAt, textHere } from './cells';
import { ConflictChoice } from './conflict-choice';
import classes from './grid.module.css';
import { ReplaceAlike } from './replace-alike';

export interface CellBarProps {
  readonly draft: WholeImport;
  /** The row that has the focus; absent until it is fetched. */
  readonly row: ImportRow | undefined;
  readonly column: number;
  /** One cell alone is chosen. */
  readonly isOne: boolean;
  /** Of the whole sheet. */
  readonly groups: readonly ProblemGroup[];
  readonly edits: Edits;
  readonly onTake: () => void;
}

/** About the cell at hand: where it is, what is wrong, what is expected, and the suggestion to take. */
export function CellBar({ draft, row, column, isOne, groups, edits, onTake }: CellBarProps) {
  const of = draft.columns[column];
  if (!of || !row) {
    return (
      <div className={classes.bar}>
        <Text size="sm" c="dimmed">
          Choose a cell to read what is said of it.
        </Text>
      </div>
    );
  }
  const field = draft.fields.find(({ name }) => name === of.field);
  const problems = problemsAt(row, column);
  const former = formerText(
    row,
    column,
    edits.pending.get(`${row.number} ${column}`) ?? row.cells[column] ?? '',
  );
  const change = changeOf(row, of.field);
  const here = textHere(change);
  const place = [
    draft.sheets.length > 1 && draft.sheet ? `sheet ${draft.sheet}` : null,
    `row ${row.number}`,
    `column ${of.heading || column + 1}`,
  ].filter((part) => part !== null);
  return (
    <div className={classes.bar} aria-live="polite" data-testid="cell-bar">
      <Text size="xs" c="dimmed">
        {place.join(', ')}
        {former !== null && ` · was ${former === '' ? 'blank' : `“${former}”`}`}
        {!isOne && ' · several cells are chosen'}
      </Text>
      {here !== null && (
        <Group gap="xs" justify="space-between">
          <Text size="sm">
            In the project it is {here === '' ? 'blank' : `“${here}”`} now
            {change?.change === 'conflict' && ', changed there since the export'}.
          </Text>
          {change?.change === 'conflict' && <ConflictChoice importId={draft.id} rows={[row.number]} />}
        </Group>
      )}
      {problems.length === 0 && here === null && (
        <Text size="sm">
          {field
            ? `${field.title}: ${field.expectation}. ${field.description}.`
            : of.field === null
              ? 'This column is ignored.'
              : 'Kept as a fact.'}
        </Text>
      )}
      {problems.map((problem) => (
        <BarProblem
          key={`${problem.code} ${problem.message}`}
          problem={problem}
          expectation={expectationOf(problem, field)}
          alike={<AllAlike draft={draft} problem={problem} edits={edits} />}
          replace={
            problem.column !== null &&
            isOneOfMany(problem, groups) && (
              <ReplaceAlike
                key={row.number}
                draft={draft}
                problem={problem}
                column={problem.column}
                field={field ?? null}
                edits={edits}
              />
            )
          }
          onTake={onTake}
        />
      ))}
    </div>
  );
}

/** A repair says what is expected. */
function expectationOf({ expectation, damage, suggestion }: CellProblem, field: ImportField | undefined) {
  if (damage !== null && suggestion !== null) return null;
  return expectation ?? field?.expectation ?? null;
}

/** Whether other rows have a problem of this kind in this column that suggests nothing either. */
function isOneOfMany({ code, column, damage, suggestion }: CellProblem, groups: readonly ProblemGroup[]) {
  return (
    suggestion === null &&
    groups.some(
      (group) =>
        group.code === code &&
        group.column === column &&
        group.damage === damage &&
        group.repairable === 0 &&
        group.count > 1,
    )
  );
}

interface BarProblemProps {
  readonly problem: CellProblem;
  readonly expectation: string | null;
  readonly alike: React.ReactNode;
  /** In place of a suggestion, where there is none. */
  readonly replace: React.ReactNode;
  readonly onTake: () => void;
}

function BarProblem({
  problem: { severity, message, suggestion },
  expectation,
  alike,
  replace,
  onTake,
}: BarProblemProps) {
  return (
    <Group gap="xs" justify="space-between">
      <Text size="sm" flex="1 1 260px">
        <b className={classes.severity} data-severity={severity}>
          {severity === 'error' ? 'Error' : 'Warning'}
        </b>{' '}
        {message.replace(/\.$/, '')}.{expectation !== null && ` Expected: ${expectation}.`}
      </Text>
      {replace}
      {suggestion !== null && (
        <Group gap="xs">
          <Button
            size="compact-sm"
            rightSection={
              <Kbd size="xs" visibleFrom="sm">
                Space
              </Kbd>
            }
            onClick={onTake}
          >
            Use {suggestion}
          </Button>
          {alike}
        </Group>
      )}
    </Group>
  );
}

interface AllAlikeProps {
  readonly draft: WholeImport;
  readonly problem: CellProblem;
  readonly edits: Edits;
}

/** The same suggestion wherever this column says the same. */
function AllAlike({ draft, problem, edits }: AllAlikeProps) {
  const repair = useRepair(draft.id, edits);
  const { code, column, damage, value } = problem;
  if (column === null || value === null) return null;
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={repair.isPending}
      disabled={edits.isSaving}
      onClick={() => repair.mutate({ code, column, damage, value })}
    >
      In all cells with “{value}”
    </Button>
  );
}
