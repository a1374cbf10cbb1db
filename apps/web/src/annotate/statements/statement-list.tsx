'use client';
import { positionsOfNumbers } from '@batchyard/domain';
import { ActionIcon, Group, Popover, SegmentedControl, Text, Tooltip } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { formatNumber } from '@/formatting/numbers';
import { RelativeTime } from '@/formatting/relative-time';
import type { Bench } from '../bench/use-bench';
import { detailTexts } from './detail-texts';
import { EditStatement } from './edit-statement';
import { History } from './history';
import type { Statement } from './statement';
import classes from './statements.module.css';

type Shown = 'here' | 'all' | 'history';

/** What is said of the frame in sight, of the whole subject, or was ever said. */
export function StatementList({ bench }: { readonly bench: Bench }) {
  const [shown, setShown] = useState<Shown>('here');
  const { statements } = bench.shown;
  const here = statements.filter((statement) => isHere(statement, bench));
  const listed = shown === 'here' ? here : statements;
  return (
    <section aria-label="Annotations">
      <SegmentedControl
        size="xs"
        mb="xs"
        value={shown}
        onChange={(value) => setShown(value as Shown)}
        aria-label="Which annotations"
        data={[
          { value: 'here', label: `This frame (${here.length})` },
          { value: 'all', label: `All (${formatNumber(statements.length)})` },
          { value: 'history', label: 'History' },
        ]}
      />
      <div className={classes.list} data-testid="statements">
        {shown === 'history' ? (
          <History bench={bench} />
        ) : listed.length === 0 ? (
          <Text size="sm" c="dimmed" className={classes.none}>
            {shown === 'here' ? 'Nothing is said of this frame yet.' : 'Nothing is said of this subject yet.'}
          </Text>
        ) : (
          listed
            .slice(0, mostShown)
            .map((statement) => <StatementRow key={statement.id} statement={statement} bench={bench} />)
        )}
        {shown !== 'history' && listed.length > mostShown && (
          <Text size="xs" c="dimmed" className={classes.none}>
            {formatNumber(listed.length - mostShown)} more are on the timeline.
          </Text>
        )}
      </div>
    </section>
  );
}

/** More rows would slow each key down; the timeline shows all. */
const mostShown = 200;

function isHere({ frames }: Statement, { numbers, choice }: Bench): boolean {
  const number = numbers[choice.current] ?? -1;
  return frames === null || frames.some(({ from, to }) => number >= from && number < to);
}

function StatementRow({ statement, bench }: { readonly statement: Statement; readonly bench: Bench }) {
  const { kind, value, confidence, severity, note, authorName, createdAt, isWaiting, isOnOlderResult } =
    statement;
  const kindOf = bench.kinds.find(({ name }) => name === kind);
  const term = kindOf?.terms.find(({ name }) => name === value);
  const facts = [
    confidence !== null && `confidence ${formatNumber(confidence, 3)}`,
    severity,
    ...detailTexts(statement.detail, note),
  ].filter(Boolean);
  return (
    <div className={classes.statement}>
      <span className={classes.swatch} style={{ background: term?.colour ?? '#868e96' }} aria-hidden />
      <div style={{ minWidth: 0 }}>
        <FramesLink statement={statement} bench={bench} title={term?.title ?? value} />
        {facts.length > 0 && <Text size="xs">{facts.join(' · ')}</Text>}
        {note !== null && (
          <Text size="xs" style={{ overflowWrap: 'anywhere' }}>
            “{note}”
          </Text>
        )}
        <Text size="xs" c="dimmed" component="div">
          {authorName}
          {' · '}
          {isWaiting || createdAt === null ? 'not saved yet' : <RelativeTime at={createdAt} />}
          {isOnOlderResult && <span style={{ color: 'var(--tone-lost)' }}> · on an older result</span>}
        </Text>
      </div>
      {bench.mayEdit && kindOf && !isWaiting && <RowActions statement={statement} bench={bench} />}
    </div>
  );
}

function FramesLink({
  statement,
  bench,
  title,
}: {
  readonly statement: Statement;
  readonly bench: Bench;
  readonly title: string;
}) {
  const { frames } = statement;
  const runs = frames === null ? [] : positionsOfNumbers(frames, bench.numbers);
  const first = runs[0];
  if (!first) {
    return (
      <Text size="sm" fw={550}>
        {title}
      </Text>
    );
  }
  const shown = runs.slice(0, 4).map(({ from, to }) => (to - from === 1 ? `${from}` : `${from}–${to - 1}`));
  const rest = runs.length > 4 ? ` and ${runs.length - 4} more` : '';
  return (
    <button type="button" className={classes.go} onClick={() => bench.choose.move(first.from)}>
      {title}
      <Text span size="xs" c="dimmed" fw={400}>
        {' '}
        {shown.join(', ')}
        {rest}
      </Text>
    </button>
  );
}

function RowActions({ statement, bench }: { readonly statement: Statement; readonly bench: Bench }) {
  const [opened, setOpened] = useState(false);
  return (
    <Group gap={2} wrap="nowrap">
      <Popover opened={opened} onChange={setOpened} position="left-start" withArrow trapFocus width={280}>
        <Popover.Target>
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={`Change ${statement.value}`}
            title="Confidence, severity, note"
            onClick={() => setOpened(!opened)}
          >
            <IconPencil size={14} aria-hidden />
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown>
          <EditStatement statement={statement} bench={bench} onDone={() => setOpened(false)} />
        </Popover.Dropdown>
      </Popover>
      <Tooltip label="Take it away">
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={`Take away ${statement.value}`}
          onClick={() => bench.deeds.take(statement)}
        >
          <IconTrash size={14} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
