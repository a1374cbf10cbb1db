'use client';
import { maxCells } from '@batchyard/domain';
import { Button, Loader, Stack, Text, TextInput } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { counted, formatNumber } from '@/formatting/numbers';
import { Panel } from '@/page/panel';
import { ProblemList } from '@/problems/problem-list';
import classes from './batch-form.module.css';
import { hasErrors } from './field-messages';
import type { ReadForm } from './form-state';
import type { PlanVerdict } from './plan-state';
import type { BatchPlan } from './queries';
import { parallelText } from './review/estimate-text';
import { SettingsCount } from './settings/settings-count';
import type { CountedDesign } from './use-counts';
import type { Planned } from './use-plan';

export interface PlanPanelProps {
  readonly read: ReadForm;
  /** Null where the design as text names itself. */
  readonly name: string | null;
  readonly onName: (name: string) => void;
  readonly counted: CountedDesign;
  readonly planned: Planned;
  /** Null while there is no plan. */
  readonly verdict: PlanVerdict | null;
  readonly onReview: () => void;
}

/** Step 6 beside the form: what it comes to so far, and the way to the review. */
export function PlanPanel({
  read,
  name,
  onName,
  counted: design,
  planned,
  verdict,
  onReview,
}: PlanPanelProps) {
  const { plan, problems, isCurrent, isPlanning } = planned;
  const { spec, messages } = read;
  const { cells } = design.counts;
  return (
    <Panel title="6. Plan" className={classes.plan}>
      <Stack gap="sm">
        {name !== null && (
          <TextInput
            label="Name"
            value={name}
            onChange={(event) => onName(event.currentTarget.value)}
            placeholder={spec.name}
            maxLength={200}
            autoComplete="off"
          />
        )}
        <SettingsCount counted={design} />
        {cells > maxCells && <TooMany cells={cells} />}
        <Missing messages={messages} />
        <div aria-live="polite">
          {isPlanning && cells > 0 && (
            <Text size="sm" c="dimmed" component="div">
              <Loader size={12} mr={6} /> Planning…
            </Text>
          )}
          {plan && verdict !== 'refused' && <PlanText plan={plan} verdict={verdict} />}
        </div>
        {verdict !== 'partly' && hasErrors(problems) && (
          <ProblemList problems={problems} noun="parameter" title={counted(problems.length, 'problem')} />
        )}
        {problems.length > 0 && !hasErrors(problems) && (
          <Text size="sm" c="var(--tone-paused)">
            {counted(problems.length, 'warning')}; the review lists {problems.length === 1 ? 'it' : 'them'}.
          </Text>
        )}
        <Button
          size="md"
          rightSection={<IconArrowRight size={16} aria-hidden />}
          onClick={onReview}
          disabled={!isCurrent || verdict === null || verdict === 'refused'}
        >
          Review and start
        </Button>
        <Text size="xs" c="dimmed">
          Nothing starts yet: the review lists every job with its reason, and how long it will take.
        </Text>
      </Stack>
    </Panel>
  );
}

function TooMany({ cells }: { readonly cells: number }) {
  return (
    <Text size="sm" c="var(--tone-failed)">
      {formatNumber(cells)} jobs are more than the {formatNumber(maxCells)} a batch may have. Try fewer
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
        <li key={path}>{isSentence(path) ? text : `${placeOf(path)}: ${text}`}</li>
      ))}
    </Text>
  );
}

/** Messages that say themselves what they are about. */
const isSentence = (path: string) => ['inputs', 'where', 'yaml', 'metadata'].includes(path);

/** `Group 1: …` for `groups.0`. */
const placeOf = (path: string) => path.replace(/^groups\.(\d+)$/, (_, index) => `Group ${Number(index) + 1}`);

function PlanText({ plan, verdict }: { readonly plan: BatchPlan; readonly verdict: PlanVerdict | null }) {
  const { newJobs, retriedJobs, reusedJobs, invalidCount, estimate } = plan;
  const parts = [
    counted(newJobs, 'new job'),
    retriedJobs > 0 ? `${formatNumber(retriedJobs)} tried again` : '',
    reusedJobs > 0 ? `${counted(reusedJobs, 'equal result')} reused` : '',
  ].filter((part) => part !== '');
  const time = newJobs + retriedJobs > 0 ? parallelText(estimate) : null;
  if (verdict === 'partly') {
    return (
      <Text size="sm" c="var(--tone-failed)">
        {counted(invalidCount, 'cell')} of {formatNumber(plan.cellCount)} cannot run. The review lists why,
        and lets you start the others.
      </Text>
    );
  }
  return (
    <Text size="sm">
      {parts.join(', ')}.{time !== null && ` Takes about ${time}.`}
    </Text>
  );
}
