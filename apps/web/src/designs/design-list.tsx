'use client';
import { Anchor, Button, Table, Text } from '@mantine/core';
import Link from 'next/link';
import { formatNumber } from '@/formatting/numbers';
import { RelativeTime } from '@/formatting/relative-time';
import { leafName } from '@/formatting/values';
import { useApiPages } from '@/graphql/hooks';
import { Empty } from '@/page/empty';
import { Failure } from '@/page/failure';
import { LoadMore } from '@/page/load-more';
import { LoadingRows } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { useCurrentProject } from '@/projects/project-frame';
import { designsQuery, type ListedDesign } from './queries';
import { axesOf } from './spec';

/** Designs of a project, newest first. */
export function DesignList() {
  const project = useCurrentProject();
  const list = useApiPages(
    designsQuery,
    { slug: project.slug, first: 50 },
    (answer) => answer.project.designs,
  );
  const start = project.may('run') && (
    <Button component={Link} href={project.at('/batches/new')}>
      New batch
    </Button>
  );
  return (
    <>
      <PageHead
        title="Designs"
        crumbs={[project.crumb]}
        description="What to try: parameters, axes and inputs. A design can be run again; finished cells are reused."
        actions={start}
      />
      <Panel>
        {list.error && list.nodes.length === 0 ? (
          <Failure error={list.error} retry={list.refetch} />
        ) : list.isPending ? (
          <LoadingRows />
        ) : list.nodes.length === 0 ? (
          <Empty title="No design yet" action={start}>
            A design is kept whenever you start a batch that sweeps parameters. Its map shows which cells have
            a result and which are missing.
          </Empty>
        ) : (
          <DesignTable designs={list.nodes} hrefOf={(design) => project.at(`/designs/${design.id}`)} />
        )}
        <LoadMore list={list} />
      </Panel>
    </>
  );
}

interface DesignTableProps {
  readonly designs: readonly ListedDesign[];
  readonly hrefOf: (design: ListedDesign) => string;
}

function DesignTable({ designs, hrefOf }: DesignTableProps) {
  return (
    <Table.ScrollContainer minWidth={600}>
      <Table highlightOnHover className="numeric">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Design</Table.Th>
            <Table.Th>Axes</Table.Th>
            <Table.Th ta="right">Cells</Table.Th>
            <Table.Th ta="right">Made</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {designs.map((design) => (
            <Table.Tr key={design.id}>
              <Table.Td>
                <Anchor
                  component={Link}
                  href={hrefOf(design)}
                  fw={550}
                  fz="sm"
                  style={{ overflowWrap: 'anywhere' }}
                >
                  {design.name}
                </Anchor>
                <Text size="xs" c="dimmed">
                  {design.pipeline.title}
                  {design.createdBy && ` · ${design.createdBy.name}`}
                </Text>
              </Table.Td>
              <Table.Td>
                {axesOf(design.spec)
                  .map((axis) => `${leafName(axis.parameter)} (${axis.values.length})`)
                  .join(' × ') || 'one setting'}
              </Table.Td>
              <Table.Td ta="right">{formatNumber(design.cellCount)}</Table.Td>
              <Table.Td ta="right" c="dimmed">
                <RelativeTime at={design.createdAt} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
