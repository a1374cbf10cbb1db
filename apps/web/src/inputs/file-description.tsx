'use client';
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type Described, summaryOf } from './described';
import classes from './inputs.module.css';

export interface FileDescriptionProps {
  readonly fileId: string;
  readonly fileName: string;
  readonly pipelineName: string;
}

/** What the pipeline recognised in a chosen file, where it says that; on demand what each decision rests on. */
export function FileDescription({ fileId, fileName, pipelineName }: FileDescriptionProps) {
  const { data } = useQuery({
    queryKey: ['description of file', fileId, pipelineName],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ pipeline: pipelineName });
      const response = await fetch(`/files/${fileId}/description?${query}`, { signal });
      return response.ok ? ((await response.json()) as Described) : null;
    },
    staleTime: Number.POSITIVE_INFINITY,
    // The server waits before it says so, and gives up by itself.
    refetchInterval: (query) => (query.state.data?.isPending ? 500 : false),
  });
  const text = data?.isPending ? 'Looking at the file…' : data?.description;
  if (!data || !text) return null;
  const cannotBeRead = data.problems.some(({ severity }) => severity === 'error');
  return (
    <>
      <Text size="xs" c={cannotBeRead ? 'var(--tone-failed)' : 'dimmed'} fw={400}>
        {text}
      </Text>
      <Grounds described={data} fileName={fileName} />
    </>
  );
}

/** Each decision with its confidence and reason, what will be changed, and everything odd. */
function Grounds({ described, fileName }: { readonly described: Described; readonly fileName: string }) {
  const { decisions, changes, problems } = described;
  const summary = summaryOf(described);
  if (summary === null) return null;
  return (
    <details className={classes.grounds}>
      <summary aria-label={`${summary} of ${fileName}`}>{summary}</summary>
      {problems.map((problem) => (
        <Text
          key={`${problem.code} ${problem.message}`}
          size="xs"
          fw={400}
          c={problem.severity === 'error' ? 'var(--tone-failed)' : 'var(--tone-lost)'}
        >
          {problem.message} {problem.fix}
        </Text>
      ))}
      <dl className={classes.decisions}>
        {decisions.map(({ subject, choice, confidence, because }) => (
          <div key={subject}>
            <dt>{subject}</dt>
            <dd>
              <b>{choice}</b>, {Math.round(100 * confidence)} % sure. {because}
            </dd>
          </div>
        ))}
        {changes.map((change) => (
          <div key={change}>
            <dt>change</dt>
            <dd>{change}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
