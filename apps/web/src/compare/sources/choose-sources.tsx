'use client';
import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import { counted, formatNumber } from '@/formatting/numbers';
import { RelativeTime } from '@/formatting/relative-time';
import { useApi } from '@/graphql/hooks';
import { Empty } from '@/page/empty';
import { Failure } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { BatchStateBadge } from '@/states/state-badge';
import classes from '../compare.module.css';
import { type ComparableBatch, comparableBatchesQuery } from '../queries';

/** The compare page before batches are chosen: the newest batches of the project to choose from. */
export function ChooseBatches({ slug }: { readonly slug: string }) {
  const { data, error, refetch } = useApi(comparableBatchesQuery, { slug });
  if (!data) return error ? <Failure error={error} retry={refetch} /> : <LoadingPage />;
  return (
    <>
      <PageHead
        title="Compare settings"
        crumbs={[{ label: data.project.name, href: `/projects/${slug}` }]}
        description="Choose one batch, or several of the same pipeline, to see which setting is best and by how much."
      />
      {data.project.batches.nodes.length === 0 ? (
        <Panel>
          <Empty
            title="Nothing to compare yet"
            action={
              <Button component={Link} href={`/projects/${slug}/batches`}>
                Go to batches
              </Button>
            }
          >
            Run a batch with several settings first; its settings are compared here while it runs.
          </Empty>
        </Panel>
      ) : (
        <BatchChoice slug={slug} batches={data.project.batches.nodes} />
      )}
    </>
  );
}

function BatchChoice({
  slug,
  batches,
}: {
  readonly slug: string;
  readonly batches: readonly ComparableBatch[];
}) {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const pipeline = batches.find((batch) => batch.id === chosen[0])?.pipeline.name;
  const toggle = (id: string) =>
    setChosen(chosen.includes(id) ? chosen.filter((entry) => entry !== id) : [...chosen, id]);
  return (
    <Panel
      title="Batches"
      actions={
        <Button
          component={Link}
          href={`/projects/${slug}/compare?batches=${chosen.join(',')}`}
          disabled={chosen.length === 0}
          data-disabled={chosen.length === 0 || undefined}
          onClick={(event) => chosen.length === 0 && event.preventDefault()}
        >
          {chosen.length < 2 ? 'Compare' : `Compare ${chosen.length} batches`}
        </Button>
      }
    >
      <Stack gap={0}>
        {batches.map((batch) => (
          <Checkbox
            key={batch.id}
            className={classes.choice}
            checked={chosen.includes(batch.id)}
            disabled={pipeline !== undefined && batch.pipeline.name !== pipeline}
            onChange={() => toggle(batch.id)}
            label={<BatchLine batch={batch} note={batch.pipeline.title} />}
          />
        ))}
      </Stack>
    </Panel>
  );
}

/** Name, state, results and age of a batch in one or two lines. */
export function BatchLine({ batch, note }: { readonly batch: ComparableBatch; readonly note?: string }) {
  const { succeeded, reused, total } = batch.counts;
  return (
    <>
      <Text component="span" size="sm" fw={550} className={classes.anywhere}>
        {batch.name}
      </Text>
      <Group component="span" gap="2px 10px" c="dimmed" fz="xs">
        <BatchStateBadge state={batch.state} />
        <span>
          {formatNumber(succeeded + reused)} of {counted(total, 'job')} with a result
        </span>
        {note && <span>{note}</span>}
        <RelativeTime at={batch.createdAt} />
      </Group>
    </>
  );
}
