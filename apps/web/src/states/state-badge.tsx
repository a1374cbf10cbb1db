import type { BatchState, JobState } from '@batchyard/domain';
import { batchLooks, jobLooks, type StateLook } from './look';
import classes from './states.module.css';

/** Icon, word and colour of anything that has a look. */
export function LookBadge({ look }: { readonly look: StateLook }) {
  const Icon = look.icon;
  return (
    <span className={classes.badge} style={{ color: look.tone }}>
      <Icon size={15} stroke={2} aria-hidden />
      {look.word}
    </span>
  );
}

/** A job's state: icon, word and colour. */
export function JobStateBadge({ state }: { readonly state: JobState }) {
  return <LookBadge look={jobLooks[state]} />;
}

/** A batch's state: icon, word and colour. */
export function BatchStateBadge({ state }: { readonly state: BatchState }) {
  return <LookBadge look={batchLooks[state]} />;
}
