'use client';
import { Group, Text } from '@mantine/core';
import { useState } from 'react';
import { Failure } from '@/page/failure';
import { LoadingRows } from '@/page/loading';
import { Panel } from '@/page/panel';
import type { PanelProps } from '../panel-props';
import { besideEachOther, chosenSettings, mostBeside } from './chosen';
import { FileChooser } from './file-chooser';
import { InputChooser } from './input-chooser';
import { JobFileView } from './job-file-view';
import classes from './side-by-side.module.css';
import { useChosenInput } from './use-matrix';
import { type Viewport, wholePicture } from './viewport';
import { ViewportTools } from './viewport-tools';

/** Files that jobs of different settings made of the same input, side by side; pictures zoom and move together. */
export default function ArtifactsPanel(props: PanelProps) {
  const { slug, comparison, selection } = props;
  const { matrix, row, error, refetch, choose, step } = useChosenInput(props);
  const [path, setPath] = useState<string | null>(null);
  const [viewport, setViewport] = useState<Viewport>(wholePicture);
  if (matrix === null) {
    return (
      <Panel title="Files side by side">
        {error ? <Failure error={error} retry={refetch} /> : <LoadingRows />}
      </Panel>
    );
  }
  if (row === null) return <Panel title="Files side by side">No input has been processed yet.</Panel>;
  const beside = besideEachOther(row, chosenSettings(comparison, selection.keys, mostBeside));
  const jobIds = beside.flatMap(({ cell }) => cell?.jobId ?? []);
  return (
    <Panel title="Files side by side">
      <Group gap="md" align="end" mb="sm">
        <InputChooser matrix={matrix} row={row} choose={choose} step={step} />
        <FileChooser jobId={jobIds[0] ?? null} path={path} onChange={setPath} />
        <ViewportTools viewport={viewport} onChange={setViewport} />
      </Group>
      <Text fz="xs" c="dimmed" mb="sm">
        {selection.keys.size > 1
          ? `${beside.length} of ${selection.keys.size} selected settings shown.`
          : 'Select settings in any panel to see theirs.'}
      </Text>
      <div className={classes.beside}>
        {beside.map(({ setting, cell }) => (
          <JobFileView
            key={setting.key}
            slug={slug}
            comparison={comparison}
            setting={setting}
            cell={cell}
            path={path}
            viewport={viewport}
            onViewport={setViewport}
          />
        ))}
      </div>
    </Panel>
  );
}
