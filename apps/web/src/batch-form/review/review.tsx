'use client';
import { Alert, Button, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { IconArrowLeft, IconPlayerPlay, IconRefresh } from '@tabler/icons-react';
import { counted } from '@/formatting/numbers';
import type { Problem } from '@/graphql/error';
import { Panel } from '@/page/panel';
import { ProblemList } from '@/problems/problem-list';
import { hasErrors } from '../field-messages';
import { type PlanVerdict, planChange, planChangedCode, type ReviewChoices } from '../plan-state';
import type { BatchPlan } from '../queries';
import type { Planned } from '../use-plan';
import { InvalidCells } from './invalid-cells';
import { PlanCells } from './plan-cells';
import { PlanEstimate } from './plan-estimate';
import { PlanReasons } from './plan-reasons';
import classes from './review.module.css';

export interface ReviewProps {
  /** Name of the batch. */
  readonly name: string;
  readonly planned: Planned;
  readonly verdict: PlanVerdict | null;
  readonly choices: ReviewChoices;
  readonly onChoices: (choices: ReviewChoices) => void;
  /** What the server said to the last try to start it. */
  readonly refusals: readonly Problem[];
  readonly isSweep: boolean;
  readonly isStarting: boolean;
  readonly onStart: (plan: BatchPlan) => void;
  readonly onBack: () => void;
}

/** The last step: every job by kind and reason, the time it takes, what cannot run, and the button that starts it. */
export function Review(props: ReviewProps) {
  const { planned, choices, onChoices, refusals } = props;
  const { plan, problems, isPlanning } = planned;
  const change = planChange(refusals);
  return (
    <Stack gap="md">
      <Title order={2}>Review: what will run</Title>
      {change !== null && <Changed message={change} />}
      <ProblemList noun="parameter" problems={refusals.filter(({ code }) => code !== planChangedCode)} />
      {plan && (
        <InvalidCells
          plan={plan}
          validOnly={choices.validOnly}
          onValidOnly={(validOnly) => onChoices({ ...choices, validOnly })}
        />
      )}
      {hasErrors(problems) && (plan === undefined || plan.invalidCount === 0 || choices.validOnly) && (
        <ProblemList noun="parameter" problems={problems} />
      )}
      {plan ? (
        <>
          <PlanReasons plan={plan} />
          <PlanEstimate estimate={plan.estimate} choices={choices} onChoices={onChoices} />
          {!hasErrors(problems) && (
            <ProblemList noun="parameter" problems={problems} title={counted(problems.length, 'warning')} />
          )}
          <PlanCells plan={plan} />
        </>
      ) : (
        isPlanning && (
          <Panel>
            <Loader size="sm" aria-label="Planning" />
          </Panel>
        )
      )}
      <StartBar {...props} hasChanged={change !== null} />
    </Stack>
  );
}

function Changed({ message }: { readonly message: string }) {
  return (
    <Alert
      color="yellow"
      variant="light"
      role="alert"
      title="The plan has changed since you looked at it"
      icon={<IconRefresh size={18} />}
    >
      {message} Nothing was started. Below is the plan as it is now.
    </Alert>
  );
}

function StartBar({
  name,
  planned,
  verdict,
  isSweep,
  isStarting,
  onStart,
  onBack,
  hasChanged,
}: ReviewProps & { readonly hasChanged: boolean }) {
  const { plan, isCurrent, isPlanning } = planned;
  return (
    <div className={classes.bar}>
      <div style={{ minWidth: 0, flex: '1 1 240px' }}>
        <Text size="sm" fw={620} style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Text>
        {isSweep && (
          <Text size="xs" c="dimmed">
            Its design is saved too: the map of what is done, and the button that completes it.
          </Text>
        )}
      </div>
      <Group gap="xs">
        {isPlanning && <Loader size={16} aria-label="Planning" />}
        <Button
          variant="default"
          leftSection={<IconArrowLeft size={16} aria-hidden />}
          onClick={onBack}
          disabled={isStarting}
        >
          Change settings
        </Button>
        <Button
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          loading={isStarting}
          disabled={!isCurrent || verdict !== 'ready' || plan === undefined}
          onClick={() => plan && onStart(plan)}
        >
          {hasChanged ? 'Start this plan' : 'Start batch'}
        </Button>
      </Group>
    </div>
  );
}
