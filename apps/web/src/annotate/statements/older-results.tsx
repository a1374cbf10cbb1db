'use client';
import { Alert, Anchor, Button, Group, Kbd, Stack, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { counted } from '@/formatting/numbers';
import { useApi } from '@/graphql/hooks';
import type { Bench } from '../bench/use-bench';
import { type OlderResult, olderResultsQuery } from '../queries';
import type { Decision } from '../saving/work';
import classes from './statements.module.css';

const decisions: readonly { readonly decision: Decision; readonly label: string; readonly key: string }[] = [
  { decision: 'keep', label: 'Keep', key: 'Shift K' },
  { decision: 'redo', label: 'Redo', key: 'Shift R' },
  { decision: 'drop', label: 'Drop', key: 'Shift D' },
];

/** Annotations whose artifact was computed anew since, with the old and the new one side by side. */
export function OlderResults({ bench }: { readonly bench: Bench }) {
  const older = bench.shown.statements.filter(({ isOnOlderResult }) => isOnOlderResult);
  const first = older[0];
  const { data } = useApi(olderResultsQuery, { id: bench.subject.id }, { enabled: first !== undefined });
  if (!first) return null;
  const detail = data?.subject.annotations.find(({ id }) => id === first.id);
  return (
    <Alert
      color="yellow"
      variant="light"
      icon={<IconHistory size={18} aria-hidden />}
      title={`${counted(older.length, 'annotation')} on an older result`}
      classNames={{ title: classes.alertText, message: classes.alertText }}
      data-testid="older-results"
    >
      <Stack gap="xs">
        <Text size="sm">
          {first.value}, by {first.authorName}: its artifact was computed anew with other contents. Keep it if
          it still holds, redo it to look again, or drop it.
        </Text>
        {detail && <OldAndNew detail={detail} />}
        {bench.mayEdit && (
          <Group gap="xs">
            {decisions.map(({ decision, label, key }) => (
              <Button
                key={decision}
                size="compact-sm"
                variant="default"
                rightSection={<Kbd size="xs">{key}</Kbd>}
                onClick={() => bench.deeds.resolve([first], decision)}
              >
                {label}
              </Button>
            ))}
            {older.length > 1 && (
              <Button size="compact-sm" variant="subtle" onClick={() => bench.deeds.resolve(older, 'keep')}>
                Keep all {older.length}
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </Alert>
  );
}

type Artifact = NonNullable<OlderResult['newerArtifact']>;

function OldAndNew({ detail }: { readonly detail: OlderResult }) {
  const { artifactSha256, newerArtifact, job } = detail;
  const old = job?.artifacts.find(({ sha256 }) => sha256 === artifactSha256);
  return (
    <div className={classes.pair}>
      <Side
        title="Then"
        artifact={old ?? null}
        missing={`Checksum ${artifactSha256?.slice(0, 10) ?? 'unknown'}`}
      />
      <Side title="Now" artifact={newerArtifact} missing="There is none." />
    </div>
  );
}

function Side({
  title,
  artifact,
  missing,
}: {
  readonly title: string;
  readonly artifact: Artifact | null;
  readonly missing: string;
}) {
  return (
    <div>
      <Text size="xs" fw={600}>
        {title}
      </Text>
      {artifact === null ? (
        <Text size="xs" c="dimmed">
          {missing}
        </Text>
      ) : artifact.mediaType.startsWith('image/') ? (
        // biome-ignore lint/performance/noImgElement: artifacts come from the API at full size
        <img src={artifact.url} alt={`${title}: ${artifact.title}`} />
      ) : (
        <Anchor href={artifact.url} target="_blank" rel="noreferrer" fz="xs">
          {artifact.title}
        </Anchor>
      )}
    </div>
  );
}
