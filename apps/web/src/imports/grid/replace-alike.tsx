'use client';
import { Autocomplete, Button, Group } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ProblemList } from '@/problems/problem-list';
import type { CellProblem, ImportField, WholeImport } from '../queries';
import type { Edits } from '../use-edits';
import { useRepair } from '../use-repair';

export interface ReplaceAlikeProps {
  readonly draft: WholeImport;
  readonly problem: CellProblem;
  readonly column: number;
  /** Null where the column has none. */
  readonly field: ImportField | null;
  readonly edits: Edits;
}

/** A problem that suggests nothing, mended in all cells that say the same, as one step that can be taken back. */
export function ReplaceAlike({ draft, problem, column, field, edits }: ReplaceAlikeProps) {
  const [text, setText] = useState('');
  const repair = useRepair(draft.id, edits);
  const { code, damage, value } = problem;
  const where = value === null ? 'all blank cells' : `all cells with “${value}”`;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '') repair.mutate({ code, column, damage, value, text });
  };
  return (
    <form onSubmit={submit}>
      <Group gap="xs">
        <Autocomplete
          size="xs"
          w={150}
          aria-label={`What to put into ${where}`}
          placeholder="Put instead"
          // Not over the button, which is below on a phone.
          comboboxProps={{ position: 'top-start', width: 'max-content' }}
          data={[...(field?.values ?? [])]}
          value={text}
          onChange={setText}
        />
        <Button
          type="submit"
          size="compact-sm"
          variant="default"
          loading={repair.isPending}
          disabled={edits.isSaving || text.trim() === ''}
        >
          In {where}
        </Button>
      </Group>
      <ProblemList error={repair.error} />
    </form>
  );
}
