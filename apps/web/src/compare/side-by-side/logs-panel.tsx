'use client';
import { Group, Switch, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useApi } from '@/graphql/hooks';
import { Failure } from '@/page/failure';
import { LoadingRows } from '@/page/loading';
import { Panel } from '@/page/panel';
import type { PanelProps } from '../panel-props';
import { settingText } from '../settings';
import { type Beside, besideEachOther, chosenSettings } from './chosen';
import { InputChooser } from './input-chooser';
import { diffLogs, folded } from './log-diff';
import { LogDiff } from './log-diff-view';
import { jobLinesQuery } from './queries';
import { useChosenInput } from './use-matrix';

/** Lines of each log that are compared; the API gives no longer pages. */
const comparedLines = 500;

/** What the logs of two settings on one input have in common, and what only one of them says. */
export default function LogsPanel(props: PanelProps) {
  const { matrix, row, error, refetch, choose, step } = useChosenInput(props);
  const [numbers, setNumbers] = useState<'count' | 'ignore'>('ignore');
  if (matrix === null) {
    return (
      <Panel title="Logs compared">
        {error ? <Failure error={error} retry={refetch} /> : <LoadingRows />}
      </Panel>
    );
  }
  if (row === null) return <Panel title="Logs compared">No input has been processed yet.</Panel>;
  const [a, b] = besideEachOther(row, chosenSettings(props.comparison, props.selection.keys, 2));
  return (
    <Panel title="Logs compared">
      <Group gap="md" align="end" mb="sm">
        <InputChooser matrix={matrix} row={row} choose={choose} step={step} />
        <Switch
          pb={8}
          label="Ignore numbers"
          checked={numbers === 'ignore'}
          onChange={(event) => setNumbers(event.currentTarget.checked ? 'ignore' : 'count')}
        />
      </Group>
      {a && b ? (
        <TwoLogs a={a} b={b} numbers={numbers} panel={props} />
      ) : (
        'Two settings are needed to compare their logs.'
      )}
    </Panel>
  );
}

interface TwoLogsProps {
  readonly a: Beside;
  readonly b: Beside;
  readonly numbers: 'count' | 'ignore';
  readonly panel: PanelProps;
}

function TwoLogs({ a, b, numbers, panel }: TwoLogsProps) {
  const logA = useLines(a);
  const logB = useLines(b);
  const lines = useMemo(
    () => logA && logB && folded(diffLogs(logA.texts, logB.texts, numbers)),
    [logA, logB, numbers],
  );
  const { varying } = panel.comparison;
  if (a.cell === undefined || b.cell === undefined) {
    const untried = settingText((a.cell === undefined ? a : b).setting, varying);
    return `The setting ${untried} was not tried on this input.`;
  }
  if (!lines) return <LoadingRows />;
  const isCut = logA?.isCut || logB?.isCut;
  return (
    <>
      <Text fz="sm">
        <strong>A</strong> {settingText(a.setting, varying)}
      </Text>
      <Text fz="sm" mb="xs">
        <strong>B</strong> {settingText(b.setting, varying)}
      </Text>
      <LogDiff lines={lines} />
      <Text fz="xs" c="dimmed" mt="xs">
        {isCut ? `The first ${comparedLines} lines of each log.` : 'All lines of both logs.'} Select two
        settings in any panel to compare theirs.
      </Text>
    </>
  );
}

/** The lines of the newest attempt. */
function useLines({ cell }: Beside) {
  const id = cell?.jobId ?? '';
  const { data } = useApi(jobLinesQuery, { id, first: comparedLines }, { enabled: id !== '' });
  return useMemo(() => {
    if (!data) return null;
    const { attempt, log } = data.job;
    const texts = log.nodes.filter((line) => line.attempt === attempt).map(({ text }) => text);
    return { texts, isCut: log.pageInfo.hasNextPage };
  }, [data]);
}
