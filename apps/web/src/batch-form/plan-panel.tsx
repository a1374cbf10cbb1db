'use client';
import { countCells, maxCells } from '@batchyard/domain';
import { Button, Loader, Stack, Text, TextInput } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { counted, formatNumber } from '@/formatting/numbers';
import type { Problem } from '@/graphql/error';
import { Panel } from '@/page/panel';
import { ProblemList } from '@/problems/problem-list';
import classes from './batch-form.module.css';
import { hasErrors } from './field-messages';
import { cellSentence, type ReadForm } from './form-state';
import type { BatchPlan } from './queries';

export interface PlanPanelProps {
  readonly read: ReadForm;
  readonly name: string;
  readonly onName: (name: string) => void;
  readonly plan: BatchPlan | undefined;
  readonly problems: readonly Problem[];
  readonly isPlanning: boolean;
  readonly canStart: boolean;
  readonly isStarting: boolean;
  readonly onStart: () => void;
}

/** Step 6: what will happen, said before it does, and the button that starts it. */
export function PlanPanel(props: PlanPanelProps) {
  const { read, name, onName, plan, problems, isPlanning, canStart, isStarting, onStart } = props;
  const { spec, messages } = read;
  const cells = countCells(spec);
  const isSound = plan !== undefined && !hasErrors(problems);
  return (
    <Panel title="6. Plan and start" className={classes.plan}>
      <Stack gap="sm">
        <TextInput
          label="Name"
          value={name}
          onChange={(event) => onName(event.currentTarget.value)}
          placeholder={spec.name}
          maxLength={200}
          autoComplete="off"
        />
        <Text size="sm" fw={620} className="numeric" aria-live="polite">
          {cellSentence(cells, spec)}
        </Text>
        {cells > maxCells && <TooMany cells={cells} />}
        <Missing messages={messages} />
        <div aria-live="polite">
          {isPlanning && cells > 0 && (
            <Text size="sm" c="dimmed" component="div">
              <Loader size={12} mr={6} /> Planning…
            </Text>
          )}
          {isSound && <PlanText plan={plan} />}
        </div>
        <ProblemList
          problems={problems}
          title={counted(problems.length, hasErrors(problems) ? 'problem' : 'warning')}
        />
        {spec.axes.length > 0 && (
          <Text size="xs" c="dimmed">
            Its design is saved too: the map of what is done, and the button that completes it.
          </Text>
        )}
        <Button
          size="md"
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          onClick={onStart}
          loading={isStarting}
          disabled={!canStart}
        >
          Start batch
        </Button>
        {isSound && <FirstCells plan={plan} />}
      </Stack>
    </Panel>
  );
}

function TooMany({ cells }: { readonly cells: number }) {
  return (
    <Text size="sm" c="var(--tone-failed)">
      {formatNumber(cells)} cells are more than the {formatNumber(maxCells)} a batch may have. Try fewer
      values, inputs or replicates.
    </Text>
  );
}

/** What must be mended in the form first; each is said at its field as well. */
function Missing({ messages }: { readonly messages: Readonly<Record<string, string>> }) {
  const entries = Object.entries(messages);
  if (entries.length === 0) return null;
  return (
    <Text size="sm" component="ul" m={0} pl={18} style={{ overflowWrap: 'anywhere' }}>
      {entries.map(([path, text]) => (
        <li key={path}>{path === 'inputs' ? text : `${path}: ${text}`}</li>
      ))}
    </Text>
  );
}

function PlanText({ plan }: { readonly plan: BatchPlan }) {
  const { newJobs, reusedJobs } = plan;
  return (
    <Text size="sm">
      {counted(newJobs, 'new job')}
      {reusedJobs > 0 && `, ${counted(reusedJobs, 'equal result')} reused`}.
    </Text>
  );
}

/** Cells that are listed before more are asked for. */
const listedCells = 6;

function FirstCells({ plan }: { readonly plan: BatchPlan }) {
  const [all, setAll] = useState(false);
  const cells = all ? plan.firstCells : plan.firstCells.slice(0, listedCells);
  const hidden = plan.cellCount - cells.length;
  return (
    <div>
      <Text size="xs" fw={620} mb={4}>
        First cells
      </Text>
      <ol className={classes.cells}>
        {cells.map(({ position, label, reason }) => (
          <li key={position}>
            <span style={{ overflowWrap: 'anywhere' }}>{label}</span>
            <Text span size="xs" c="dimmed">
              {reason}
            </Text>
          </li>
        ))}
      </ol>
      {hidden > 0 && (
        <Text size="xs" c="dimmed" mt={4}>
          and {formatNumber(hidden)} more{' '}
          {!all && plan.firstCells.length > listedCells && (
            <Button variant="subtle" size="compact-xs" onClick={() => setAll(true)}>
              Show {plan.firstCells.length}
            </Button>
          )}
        </Text>
      )}
    </div>
  );
}
