'use client';
import { Button, Group, SegmentedControl, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { ProblemList } from '@/problems/problem-list';
import { problemsOf } from '../check/problems-of';
import type { ScaffoldDraft, SearchDraft } from '../draft/draft';
import type { ScaffoldCheck } from '../queries';

export interface SearchStepProps {
  readonly draft: ScaffoldDraft;
  readonly onChange: (change: Partial<ScaffoldDraft>) => void;
  readonly check: ScaffoldCheck | null;
  readonly isDrawing: boolean;
  readonly onDrawing: (isDrawing: boolean) => void;
}

/** Step 3: where velocities are looked for, and how. */
export function SearchStep({ draft, onChange, check, isDrawing, onDrawing }: SearchStepProps) {
  const { search, units, region } = draft;
  const set = (change: Partial<SearchDraft>) => onChange({ search: { ...search, ...change } });
  const field = (label: string, value: string, change: (text: string) => void, placeholder?: string) => (
    <TextInput
      size="xs"
      label={label}
      placeholder={placeholder}
      inputMode="decimal"
      value={value}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        Lines along the flow suit surfaces with visible streaks, windows of a grid those with drifting
        texture. Both are drawn into the frame once the section holds water.
      </Text>
      <SegmentedControl
        aria-label="Where velocities are looked for"
        value={search.kind}
        onChange={(value) => set({ kind: value as SearchDraft['kind'] })}
        data={[
          { value: 'lines', label: 'Search lines' },
          { value: 'grid', label: 'Grid of windows' },
        ]}
      />
      {search.kind === 'lines' ? (
        <SimpleGrid cols={{ base: 2, sm: 3 }} spacing="xs">
          {field('Number of lines', search.count, (count) => set({ count }))}
          {field(`Length (${units})`, search.length, (length) => set({ length }))}
          {field('Skew to downstream (°)', search.skew, (skew) => set({ skew }))}
          {field(
            `Stations instead (${units})`,
            search.stations,
            (stations) => set({ stations }),
            '1; 2.5; 4',
          )}
        </SimpleGrid>
      ) : (
        <SimpleGrid cols={{ base: 2, sm: 3 }} spacing="xs">
          {field(`Spacing (${units})`, search.spacing, (spacing) => set({ spacing }))}
          {field(`Window (${units})`, search.window, (window) => set({ window }))}
          {field('Rows', search.rows, (rows) => set({ rows }))}
        </SimpleGrid>
      )}
      <Group gap="xs">
        <Button
          size="xs"
          variant={isDrawing ? 'filled' : 'default'}
          aria-pressed={isDrawing}
          onClick={() => onDrawing(!isDrawing)}
        >
          {isDrawing
            ? 'Region is finished'
            : region.length === 0
              ? 'Draw a region of interest'
              : 'Add corners'}
        </Button>
        {region.length > 0 && (
          <>
            <Button size="xs" variant="default" onClick={() => onChange({ region: region.slice(0, -1) })}>
              Remove last corner
            </Button>
            <Button size="xs" variant="default" onClick={() => onChange({ region: [] })}>
              Remove the region
            </Button>
          </>
        )}
        <Text size="xs" c="dimmed">
          {region.length === 0
            ? 'The whole frame is used.'
            : `${region.length} corners; water outside is left out.`}
        </Text>
      </Group>
      <SimpleGrid cols={{ base: 2, sm: 3 }} spacing="xs">
        {field('Frame step', draft.frameStep, (frameStep) => onChange({ frameStep }))}
        {field('Alpha (mean over surface velocity)', draft.alpha, (alpha) => onChange({ alpha }))}
        {field(`Highest speed (${units}/s)`, draft.maxSpeed, (maxSpeed) => onChange({ maxSpeed }))}
      </SimpleGrid>
      {check && <ProblemList problems={problemsOf(check.problems, 'search')} />}
      {check?.water && (
        <Text size="xs" c="dimmed" data-testid="searched">
          {search.kind === 'lines'
            ? `${check.searchLines.filter(({ pixels }) => pixels.length > 1).length} of ${check.searchLines.length} lines are seen.`
            : `${check.searchWindows.length} windows are seen.`}
        </Text>
      )}
    </Stack>
  );
}
