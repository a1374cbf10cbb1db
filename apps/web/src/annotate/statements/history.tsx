'use client';
import { Text } from '@mantine/core';
import { RelativeTime } from '@/formatting/relative-time';
import { useApi } from '@/graphql/hooks';
import { Failure } from '@/page/failure';
import { LoadingRows } from '@/page/loading';
import type { Bench } from '../bench/use-bench';
import { historyQuery, type PastAnnotation } from '../queries';
import classes from './statements.module.css';

const mostShown = 300;

/** Everything ever said of the subject, newest first: who said it, and what ended it. */
export function History({ bench }: { readonly bench: Bench }) {
  const { data, error, refetch } = useApi(
    historyQuery,
    { id: bench.subject.id },
    { refetchIntervalMs: 5000 },
  );
  if (!data) return error ? <Failure error={error} retry={refetch} /> : <LoadingRows rows={4} height={28} />;
  const past = [...data.subject.annotations].reverse().slice(0, mostShown);
  if (past.length === 0) {
    return (
      <Text size="sm" c="dimmed" className={classes.none}>
        Nothing was ever said of this subject.
      </Text>
    );
  }
  return past.map((annotation) => <PastRow key={annotation.id} annotation={annotation} bench={bench} />);
}

function PastRow({ annotation, bench }: { readonly annotation: PastAnnotation; readonly bench: Bench }) {
  const { kind, value, frames, author, createdAt, note, endedBy } = annotation;
  const term = bench.vocabulary.kinds
    .find(({ name }) => name === kind)
    ?.terms.find(({ name }) => name === value);
  const runs = (frames ?? []).map(({ first, last }) => (first === last ? `${first}` : `${first}–${last}`));
  return (
    <div className={classes.statement} data-ended={endedBy !== null}>
      <span className={classes.swatch} style={{ background: term?.colour ?? '#868e96' }} aria-hidden />
      <div style={{ minWidth: 0 }}>
        <Text size="sm" fw={550}>
          {term?.title ?? value}{' '}
          <Text span size="xs" c="dimmed" fw={400}>
            {frames === null ? 'of the subject' : `numbers ${runs.slice(0, 4).join(', ')}`}
          </Text>
        </Text>
        {note !== null && <Text size="xs">“{note}”</Text>}
        <Text size="xs" c="dimmed" component="div">
          {author.name} · <RelativeTime at={createdAt} />
        </Text>
        {endedBy && (
          <Text size="xs" c="dimmed" component="div">
            ended by {endedBy.actor?.name ?? 'the system'} <RelativeTime at={endedBy.createdAt} />:{' '}
            {endedBy.summary}
          </Text>
        )}
      </div>
    </div>
  );
}
