'use client';
import { CloseButton, Group } from '@mantine/core';
import { IconGridDots } from '@tabler/icons-react';
import Link from 'next/link';
import { batchLooks, jobLooks } from '@/states/look';
import classes from '../compare.module.css';
import type { ComparisonData, Source } from '../queries';
import type { CompareView } from '../view/url-state';
import { AddSource } from './add-source';
import { sourceHref, withoutSource } from './sources';

export interface SourceChipsProps {
  readonly slug: string;
  readonly comparison: ComparisonData;
  readonly view: CompareView;
  readonly change: (part: Partial<CompareView>) => void;
}

/** The sources with their letters, each with a way out, and a way to add one. */
export function SourceChips({ slug, comparison, view, change }: SourceChipsProps) {
  const { sources } = comparison;
  return (
    <Group gap="xs">
      {sources.map((source) => (
        <SourceChip
          key={`${source.kind} ${source.id}`}
          slug={slug}
          source={source}
          onRemove={sources.length > 1 ? () => change(withoutSource(view, source)) : null}
        />
      ))}
      <AddSource slug={slug} comparison={comparison} view={view} change={change} />
    </Group>
  );
}

interface SourceChipProps {
  readonly slug: string;
  readonly source: Source;
  readonly onRemove: (() => void) | null;
}

const kindWords = { batch: 'Batch', design: 'Design', job: 'Job' } as const;

function SourceChip({ slug, source, onRemove }: SourceChipProps) {
  const { label, kind, name } = source;
  return (
    <span className={classes.chip} title={`${kindWords[kind]} ${name}`}>
      <span className={classes.letter}>{label}</span>
      <SourceIcon source={source} />
      <Link href={sourceHref(slug, source)} className={classes.chipLink}>
        {name}
      </Link>
      {onRemove && <CloseButton size="xs" aria-label={`Leave out ${name}`} onClick={onRemove} />}
    </span>
  );
}

function SourceIcon({ source: { batch, job } }: { readonly source: Source }) {
  const look = batch ? batchLooks[batch.state] : job ? jobLooks[job.state] : null;
  if (look === null) return <IconGridDots size={15} aria-label="Design" role="img" />;
  return <look.icon size={15} color={look.tone} aria-label={look.word} role="img" />;
}
