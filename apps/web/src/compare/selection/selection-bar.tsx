'use client';
import { Button, CopyButton, Group, Paper, Text } from '@mantine/core';
import { IconClipboard, IconFilter, IconFilterOff, IconX } from '@tabler/icons-react';
import { counted } from '@/formatting/numbers';
import { ConfirmWinners } from '../actions/confirm-winners';
import { SaveTemplate } from '../actions/save-template';
import { UseParameters } from '../actions/use-parameters';
import { toYamlRows } from '../answer/parameters-text';
import type { PanelProps } from '../panel-props';
import { shortKey } from './keys';
import classes from './selection.module.css';

export interface SelectionBarProps extends PanelProps {
  /** Settings of the whole comparison. */
  readonly total: number;
}

/** The API confirms no more at once, and no form shows more. */
const mostConfirmed = 100;

/** What can be done with the selected settings; stays in sight at the bottom of the page. */
export function SelectionBar(props: SelectionBarProps) {
  const { comparison, view, change, selection, total } = props;
  const shown = comparison.settings.length;
  const isNarrowed = view.only.length > 0 && shown < total;
  const selected = comparison.settings.filter(({ key }) => selection.keys.has(key));
  const hasBrushes = selection.brushes.length > 0;
  if (selected.length === 0 && !hasBrushes && !isNarrowed) return null;
  return (
    <Paper component="section" withBorder shadow="md" className={classes.bar} aria-label="Selected settings">
      <Group gap="xs">
        <Text size="sm" fw={600} className="numeric" role="status">
          {selected.length > 0 || hasBrushes
            ? `${selected.length} of ${counted(shown, 'setting')} selected`
            : `${shown} of ${counted(total, 'setting')} shown; ranks and verdicts are those among all`}
        </Text>
        {selected.length > 0 && <SelectedActions {...props} selected={selected} />}
        {isNarrowed && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconFilterOff size={14} aria-hidden />}
            onClick={() => change({ only: [] })}
          >
            Show all {total}
          </Button>
        )}
        {(selected.length > 0 || hasBrushes) && (
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            leftSection={<IconX size={14} aria-hidden />}
            onClick={selection.clear}
          >
            Clear (Esc)
          </Button>
        )}
      </Group>
    </Paper>
  );
}

interface SelectedActionsProps extends PanelProps {
  readonly selected: PanelProps['comparison']['settings'];
}

function SelectedActions({ comparison, view, change, selected }: SelectedActionsProps) {
  const [only] = selected;
  const showOnly = () =>
    change({ only: selected.map(({ key }) => shortKey(key)), selected: [], brushes: [] });
  return (
    <>
      {selected.length < comparison.settings.length && selected.length > 1 && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconFilter size={14} aria-hidden />}
          onClick={showOnly}
        >
          Compare only these
        </Button>
      )}
      {selected.length <= mostConfirmed && (
        <ConfirmWinners
          comparison={comparison}
          view={view}
          change={change}
          settingKeys={selected.map(({ key }) => key)}
        />
      )}
      {selected.length <= mostConfirmed && <UseParameters comparison={comparison} settings={selected} />}
      {selected.length === 1 && only && <SaveTemplate comparison={comparison} setting={only} />}
      <CopyButton value={toYamlRows(selected)}>
        {({ copied, copy }) => (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconClipboard size={14} aria-hidden />}
            onClick={copy}
          >
            {copied ? 'Copied' : 'Copy as YAML rows'}
          </Button>
        )}
      </CopyButton>
    </>
  );
}
