import { Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { formatBytes, formatBytesRange } from '@/formatting/numbers';
import { Panel } from '@/page/panel';
import { type ReviewChoices, readSeconds } from '../plan-state';
import type { BatchPlan } from '../queries';
import { finishText, isKnown, jobText, parallelText, sequentialText, speedUpText } from './estimate-text';
import classes from './review.module.css';

export interface PlanEstimateProps {
  readonly estimate: BatchPlan['estimate'];
  readonly choices: ReviewChoices;
  readonly onChoices: (choices: ReviewChoices) => void;
}

/** How long, how much memory and disk, and when it is done; without history, a field for one's own guess. */
export function PlanEstimate({ estimate, choices, onChoices }: PlanEstimateProps) {
  const typed = choices.secondsPerJob;
  return (
    <Panel title="Time and size">
      {isKnown(estimate) && <Facts estimate={estimate} />}
      <Text size="sm" c="dimmed" mt={isKnown(estimate) ? 'sm' : 0}>
        {estimate.basis}
      </Text>
      {(estimate.historyJobs === 0 || typed !== '') && (
        <TextInput
          mt="sm"
          maw={280}
          label="Seconds per job"
          description="Your own guess; the times above follow from it. It changes nothing else."
          value={typed}
          onChange={(event) => onChoices({ ...choices, secondsPerJob: event.currentTarget.value })}
          error={typed.trim() !== '' && readSeconds(typed) === null && 'Enter a number of seconds above 0.'}
          inputMode="decimal"
          className="numeric"
          autoComplete="off"
          rightSection={
            <Text size="xs" c="dimmed">
              s
            </Text>
          }
        />
      )}
    </Panel>
  );
}

function Facts({ estimate }: Pick<PlanEstimateProps, 'estimate'>) {
  const { inputBytes, outputBytesP50, outputBytesP90, finishesAtP50, finishesAtP90 } = estimate;
  const memoryBytes = estimate.peakMemoryBytesP90 ?? estimate.memoryBytes;
  return (
    <dl className={classes.facts}>
      <Fact title="This plan takes" note={speedUpText(estimate)}>
        {parallelText(estimate)}
      </Fact>
      <Fact title="One job after another">{sequentialText(estimate)}</Fact>
      <Fact title="One job (median to 90 %)">{jobText(estimate)}</Fact>
      <Fact title="Done about" note="if it starts now">
        {finishText(finishesAtP50, finishesAtP90, Date.now())}
      </Fact>
      <Fact title="Memory of one job">{memoryBytes !== null && `up to ${formatBytes(memoryBytes)}`}</Fact>
      <Fact title="Files to read">{inputBytes !== null && inputBytes > 0 && formatBytes(inputBytes)}</Fact>
      <Fact title="Disk for all results">
        {outputBytesP50 !== null && formatBytesRange(outputBytesP50, outputBytesP90 ?? outputBytesP50)}
      </Fact>
    </dl>
  );
}

interface FactProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly note?: string | null;
}

/** A named value; nothing where the value is not known. */
function Fact({ title, children, note }: FactProps) {
  if (children === null || children === undefined || children === false) return null;
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        {children}
        {note && <small>{note}</small>}
      </dd>
    </div>
  );
}
