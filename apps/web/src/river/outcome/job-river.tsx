'use client';
import { Anchor, Button, Group, Stack, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { firstRows } from '@/artifacts/csv';
import { readStart } from '@/artifacts/read-start';
import type { WholeJob } from '@/jobs/queries';
import { Panel } from '@/page/panel';
import classes from '../river.module.css';
import type { RiverOutcome } from './river-artifacts';

type Artifact = WholeJob['artifacts'][number];

/** What was measured in a river's video: the frame with its velocities, the section, the verticals, and each line. */
export function JobRiver({ outcome }: { readonly outcome: RiverOutcome }) {
  const { frame, section, rectified, spaceTime, verticals } = outcome;
  const [isOpen, { toggle }] = useDisclosure(false);
  return (
    <Panel title="River">
      <Stack gap="md">
        <div className={classes.outcome}>
          {frame && <Picture artifact={frame} />}
          <Stack gap="md">
            {section && <Picture artifact={section} />}
            {rectified && <Picture artifact={rectified} />}
          </Stack>
        </div>
        {verticals && <Verticals artifact={verticals} />}
        {spaceTime.length > 0 && (
          <div>
            <Button variant="default" size="compact-sm" onClick={toggle} aria-expanded={isOpen}>
              {isOpen ? 'Hide' : 'Show'} space-time images ({spaceTime.length})
            </Button>
            {isOpen && (
              <div className={classes.strip} style={{ marginTop: 12 }}>
                {spaceTime.map((artifact) => (
                  <Picture key={artifact.id} artifact={artifact} />
                ))}
              </div>
            )}
          </div>
        )}
      </Stack>
    </Panel>
  );
}

function Picture({ artifact: { url, title } }: { readonly artifact: Artifact }) {
  return (
    <figure className={classes.figure}>
      <a href={url} target="_blank" rel="noreferrer">
        {/* biome-ignore lint/performance/noImgElement: artifacts come from the API at full size and are not optimised */}
        <img src={url} alt={title} />
      </a>
      <figcaption>
        <Group gap="xs" justify="space-between" mt={4}>
          <Text size="xs">{title}</Text>
          <Anchor href={`${url}?download=1`} fz="xs" aria-label={`Download ${title}`}>
            <IconDownload size={12} aria-hidden style={{ verticalAlign: '-2px' }} /> PNG
          </Anchor>
        </Group>
      </figcaption>
    </figure>
  );
}

const mostBytes = 500_000;
const mostRows = 300;

/** The file has more decimals than are read. */
const shownCell = (cell: string) => (/^-?\d+\.\d{4,}$/.test(cell) ? Number(cell).toFixed(3) : cell);

function Verticals({ artifact: { url, title } }: { readonly artifact: Artifact }) {
  const { data } = useQuery({
    queryKey: ['start of file', url, mostBytes],
    queryFn: ({ signal }) => readStart(url, mostBytes, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!data) return null;
  const [headings = [], ...rows] = firstRows(data.text, mostRows + 1);
  return (
    <div>
      <Text size="sm" fw={550} mb={4}>
        {title}{' '}
        <Text span size="xs" c="dimmed">
          in m, m², m/s and m³/s, to three decimals
        </Text>
      </Text>
      <Table.ScrollContainer minWidth={720} mah={360}>
        <Table className="numeric" fz="xs" verticalSpacing={3} stickyHeader>
          <Table.Thead>
            <Table.Tr>
              {headings.map((heading) => (
                <Table.Th key={heading}>{heading}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row.join()} c={row.includes('Not Used') ? 'dimmed' : undefined}>
                {row.map((cell, column) => (
                  <Table.Td key={headings[column]}>{shownCell(cell)}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </div>
  );
}
