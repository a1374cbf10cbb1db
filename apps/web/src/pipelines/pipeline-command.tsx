import { Code, List, Stack, Text } from '@mantine/core';
import { Panel } from '@/page/panel';
import type { WholePipeline } from './queries';

type Command = NonNullable<WholePipeline['command']>;

/** Which program a command pipeline runs, and what it may use. */
export function PipelineCommand({ command }: { readonly command: Command }) {
  return (
    <Panel title="Program">
      <Stack gap="xs">
        <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {command.arguments.map(quoted).join(' ')}
        </Code>
        <List size="sm" spacing={4}>
          {factsOf(command).map((fact) => (
            <List.Item key={fact}>{fact}</List.Item>
          ))}
        </List>
        <Text size="xs" c="dimmed">
          Words in braces are filled in for each job. The program is started as it stands here, without a
          shell.
        </Text>
      </Stack>
    </Panel>
  );
}

function factsOf({ files, network, environment, secrets, limits, image, slurm }: Command): string[] {
  const { memoryMb, timeS, processes, outputMb } = limits;
  return [
    ...(files.length > 0 ? [`Its own files: ${files.join(', ')}`] : []),
    ...(image === null ? [] : [`Runs in a container of ${image}; needs a worker that offers containers`]),
    ...(slurm === null
      ? []
      : [`Started by Slurm (${['srun', ...slurm].join(' ')}); needs a worker that offers Slurm`]),
    network ? 'It may use the network' : 'It has no network where the worker has a sandbox',
    ...(environment.length > 0 ? [`Environment variables: ${environment.join(', ')}`] : []),
    ...(secrets.length > 0 ? [`Secrets: ${secrets.join(', ')}`] : []),
    [
      `Limits: ${processes} processes`,
      `${outputMb} MB of output`,
      ...(memoryMb === null ? [] : [`${memoryMb} MB of memory`]),
      ...(timeS === null ? [] : [`${timeS} s`]),
    ].join(', '),
  ];
}

function quoted(argument: string): string {
  return /^[\w./{}=:,@%+-]+$/.test(argument) ? argument : JSON.stringify(argument);
}
