import { isJsonObject, type Json } from '@batchyard/domain';
import { Anchor, Stack, Text } from '@mantine/core';
import { Panel } from '@/page/panel';
import type { WholeJob } from './queries';

interface InputFile {
  readonly reference: string;
  readonly name: string;
  readonly sha256: string;
}

function filesOf(list: Json): InputFile[] {
  if (!Array.isArray(list)) return [];
  return list.filter(isJsonObject).map((file) => ({
    reference: String(file.reference ?? file.id ?? ''),
    name: String(file.name ?? ''),
    sha256: String(file.sha256 ?? ''),
  }));
}

/** The files the job was given, by the name of the input, with their digest. */
export function JobInputs({ job }: { readonly job: WholeJob }) {
  const inputs = isJsonObject(job.inputs) ? Object.entries(job.inputs) : [];
  return (
    <Panel title="Inputs">
      <Stack gap="xs">
        {inputs.map(([name, list]) => (
          <div key={name}>
            <Text size="xs" c="dimmed">
              {name}
            </Text>
            {filesOf(list).map((file) => (
              <div key={file.reference}>
                <Anchor
                  href={`/files/${file.reference}/content?download=1`}
                  fz="sm"
                  style={{ overflowWrap: 'anywhere' }}
                >
                  {file.name}
                </Anchor>
                <Text size="xs" c="dimmed" ff="monospace" title={file.sha256}>
                  SHA-256 {file.sha256.slice(0, 12)}…
                </Text>
              </div>
            ))}
          </div>
        ))}
      </Stack>
    </Panel>
  );
}
