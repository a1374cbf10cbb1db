'use client';
import { Button, Checkbox, Stack } from '@mantine/core';
import Link from 'next/link';
import { type ReactNode, useState } from 'react';
import { counted } from '@/formatting/numbers';
import { useApi } from '@/graphql/hooks';
import { Empty } from '@/page/empty';
import { Failure } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import classes from '../compare.module.css';
import { type Comparable, comparableQuery } from '../queries';
import { parseView, viewSearch } from '../view/url-state';
import { BatchLine, DesignLine } from './source-lines';

/** The compare page before anything is chosen: the newest batches and designs of the project to choose from. */
export function ChooseSources({ slug }: { readonly slug: string }) {
  const { data, error, refetch } = useApi(comparableQuery, { slug });
  if (!data) return error ? <Failure error={error} retry={refetch} /> : <LoadingPage />;
  return (
    <>
      <PageHead
        title="Compare settings"
        crumbs={[{ label: data.project.name, href: `/projects/${slug}` }]}
        description="Choose batches or designs of one pipeline to see which setting is best and by how much."
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
        <Choice slug={slug} comparable={data.project} />
      )}
    </>
  );
}

interface Chosen {
  readonly batchIds: readonly string[];
  readonly designIds: readonly string[];
}

function Choice({ slug, comparable }: { readonly slug: string; readonly comparable: Comparable }) {
  const [chosen, setChosen] = useState<Chosen>({ batchIds: [], designIds: [] });
  const batches = comparable.batches.nodes;
  const designs = comparable.designs.nodes;
  const first =
    batches.find(({ id }) => id === chosen.batchIds[0]) ??
    designs.find(({ id }) => id === chosen.designIds[0]);
  const isOther = (pipeline: { readonly name: string }) =>
    first !== undefined && first.pipeline.name !== pipeline.name;
  const toggle = (place: keyof Chosen, id: string) => {
    const ids = chosen[place];
    setChosen({ ...chosen, [place]: ids.includes(id) ? ids.filter((entry) => entry !== id) : [...ids, id] });
  };
  return (
    <Stack gap="md">
      <Section title="Batches" action={<CompareLink slug={slug} chosen={chosen} />}>
        {batches.map((batch) => (
          <Checkbox
            key={batch.id}
            className={classes.choice}
            checked={chosen.batchIds.includes(batch.id)}
            disabled={isOther(batch.pipeline)}
            onChange={() => toggle('batchIds', batch.id)}
            label={<BatchLine batch={batch} note={batch.pipeline.title} />}
          />
        ))}
      </Section>
      {designs.length > 0 && (
        <Section title="Designs, each with the results of all its batches">
          {designs.map((design) => (
            <Checkbox
              key={design.id}
              className={classes.choice}
              checked={chosen.designIds.includes(design.id)}
              disabled={isOther(design.pipeline)}
              onChange={() => toggle('designIds', design.id)}
              label={<DesignLine design={design} note={design.pipeline.title} />}
            />
          ))}
        </Section>
      )}
    </Stack>
  );
}

interface SectionProps {
  readonly title: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

function Section({ title, action, children }: SectionProps) {
  return (
    <Panel title={title} actions={action}>
      <Stack gap={0}>{children}</Stack>
    </Panel>
  );
}

function CompareLink({ slug, chosen }: { readonly slug: string; readonly chosen: Chosen }) {
  const count = chosen.batchIds.length + chosen.designIds.length;
  const view = { ...parseView(new URLSearchParams()), ...chosen };
  const what = chosen.designIds.length === 0 ? counted(count, 'batch', 'batches') : counted(count, 'source');
  return (
    <Button
      component={Link}
      href={`/projects/${slug}/compare${viewSearch(view)}`}
      disabled={count === 0}
      data-disabled={count === 0 || undefined}
      onClick={(event) => count === 0 && event.preventDefault()}
    >
      {count < 2 ? 'Compare' : `Compare ${what}`}
    </Button>
  );
}
