'use client';
import { Alert, Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconTrophy } from '@tabler/icons-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { counted } from '@/formatting/numbers';
import { CopyIcon } from '@/page/copy-text';
import { Panel } from '@/page/panel';
import { ConfirmWinners } from '../actions/confirm-winners';
import { SaveTemplate } from '../actions/save-template';
import { UseParameters } from '../actions/use-parameters';
import classes from '../compare.module.css';
import { failuresHref } from '../links';
import type { ComparisonData, Setting } from '../queries';
import { numbersOf, type Progress } from '../settings';
import type { CompareView } from '../view/url-state';
import { answerOf, isComparable } from './answer';
import { ParametersButton } from './parameters-button';

export interface AnswerPanelProps {
  readonly slug: string;
  readonly comparison: ComparisonData;
  readonly view: CompareView;
  readonly progress: Progress;
  readonly change: (part: Partial<CompareView>) => void;
}

/** The head of the page says what is left out, an alert what cannot be compared. */
const saidElsewhere: ReadonlySet<string> = new Set(['INCOMPARABLE_METRIC', 'LEFT_OUT']);

/** The best setting in one sentence, and what limits trust in it. */
export function AnswerPanel(props: AnswerPanelProps) {
  const { slug, comparison, progress, change } = props;
  const quiet = comparison.warnings.filter(({ code }) => !saidElsewhere.has(code));
  const hasAnswer = progress === 'ready' || progress === 'first-only' || progress === 'one-setting';
  return (
    <Panel aria-label="Answer">
      <Stack gap="sm">
        <Incomparable comparison={comparison} change={change} />
        {hasAnswer ? (
          <BestSetting {...props} />
        ) : (
          <NoAnswer slug={slug} comparison={comparison} progress={progress} />
        )}
        {quiet.length > 0 && progress === 'ready' && (
          <ul className={classes.warnings}>
            {quiet.map((warning) => (
              <li key={warning.code}>{warning.message}</li>
            ))}
          </ul>
        )}
      </Stack>
    </Panel>
  );
}

function BestSetting(props: AnswerPanelProps) {
  const { comparison, progress } = props;
  const answer = answerOf(comparison);
  const best = comparison.settings.find((setting) => setting.key === answer?.key);
  if (!answer || !best) return null;
  const { metric } = comparison;
  const ready = progress === 'ready';
  const comparable = isComparable(comparison);
  return (
    <Group justify="space-between" align="flex-start" gap="md">
      <Stack gap={4} className={classes.answer}>
        <p className={`${classes.best} numeric`} data-testid="best-setting">
          {ready && comparable && <IconTrophy size={20} aria-hidden className={classes.bestIcon} />}
          {lead(progress, comparable ? null : comparison.direction)}
          {progress !== 'one-setting' && <strong>{answer.setting}</strong>} with {lowerFirst(metric.title)}{' '}
          <strong>{answer.value}</strong> <span className={classes.nowrap}>(n = {answer.n})</span>
          {ready && answer.toBaseline !== null ? `, ${answer.toBaseline}` : ''}.
        </p>
        <Text size="sm" c="dimmed" className="numeric">
          {explanation(comparison, progress, answer.toNext)}
        </Text>
        {progress === 'ready' && comparable && comparison.best && (
          <Text size="sm" c="dimmed" className="numeric" component="div" data-testid="best-sentence">
            For a report: “{comparison.best.sentence}”{' '}
            <CopyIcon value={comparison.best.sentence} what="the sentence" />
          </Text>
        )}
      </Stack>
      <BestActions {...props} best={best} />
    </Group>
  );
}

function BestActions(props: AnswerPanelProps & { readonly best: Setting }) {
  const { comparison, view, progress, change, best } = props;
  return (
    <Group gap="xs" className={classes.actions}>
      {progress === 'ready' && isComparable(comparison) && (
        <ConfirmWinners comparison={comparison} view={view} change={change} />
      )}
      <UseParameters comparison={comparison} settings={[best]} />
      <SaveTemplate comparison={comparison} setting={best} />
      <ParametersButton comparison={comparison} setting={best} />
    </Group>
  );
}

/** How the sentence begins; `incomparable` is the direction where rank says nothing about quality. */
function lead(progress: Progress, incomparable: ComparisonData['direction'] | null): string {
  if (progress === 'one-setting') return 'There is only one setting,';
  if (progress === 'first-only') return 'First result: ';
  if (incomparable === null) return 'Best: ';
  return incomparable === 'minimize' ? 'Lowest value: ' : 'Highest value: ';
}

function explanation(comparison: ComparisonData, progress: Progress, toNext: string | null): string {
  if (progress === 'one-setting') {
    return 'Nothing varies between its jobs. Add a batch with other settings to compare.';
  }
  if (progress === 'first-only') {
    return `${finishedText(comparison)}; there is nothing to compare it with yet.`;
  }
  return toNext ?? '';
}

function finishedText({ settings, metric }: ComparisonData): string {
  const finished = settings.filter((setting) => numbersOf(setting, metric.name) !== undefined).length;
  return `${finished} of ${counted(settings.length, 'setting')} ${finished === 1 ? 'has' : 'have'} finished`;
}

function NoAnswer({ slug, comparison, progress }: Omit<AnswerPanelProps, 'view' | 'change'>) {
  if (progress === 'no-settings') {
    return <Explained title="These sources have no jobs.">Add a source that has some.</Explained>;
  }
  if (progress === 'nothing-finished') {
    return (
      <Explained title={`${finishedText(comparison)}.`}>
        The first result appears here by itself; you can leave this page open.
      </Explained>
    );
  }
  const failed = comparison.settings.reduce((sum, setting) => sum + setting.failed, 0);
  return (
    <Explained
      title={
        failed > 0
          ? `No setting has a value: ${failed} of ${counted(comparison.totalJobs, 'job')} failed.`
          : `No setting has a value of ${lowerFirst(comparison.metric.title)}.`
      }
    >
      {failed > 0 ? 'See why: ' : 'No job reported it. Choose another metric, or look at the jobs: '}
      {comparison.sources.map((source, index) => (
        <span key={`${source.kind} ${source.id}`}>
          {index > 0 && ', '}
          <Anchor component={Link} href={failuresHref(slug, source)} inherit>
            {failed > 0 ? 'failed jobs of ' : ''}
            {source.name}
          </Anchor>
        </span>
      ))}
    </Explained>
  );
}

function Explained({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Stack gap={4} data-testid="no-best-setting">
      <Title order={2}>{title}</Title>
      <Text size="sm" c="dimmed" component="div">
        {children}
      </Text>
    </Stack>
  );
}

function Incomparable({ comparison, change }: Pick<AnswerPanelProps, 'comparison' | 'change'>) {
  const warning = comparison.warnings.find((entry) => entry.code === 'INCOMPARABLE_METRIC');
  if (!warning) return null;
  const instead = comparison.metrics.find(
    (metric) => metric.direction !== null && metric.incomparableAcross.length === 0,
  );
  return (
    <Alert
      color="orange"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title="Do not rank by this metric"
      classNames={{ title: classes.alertTitle, message: classes.alertText }}
    >
      <Stack gap="xs" align="flex-start">
        <span>{warning.message}</span>
        {instead && (
          <Button
            size="xs"
            variant="default"
            onClick={() => change({ metric: instead.name, direction: null })}
          >
            Rank by {lowerFirst(instead.title)}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

/** A title inside a sentence; abbreviations such as `RMS error` keep their capitals. */
function lowerFirst(title: string): string {
  return /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}
