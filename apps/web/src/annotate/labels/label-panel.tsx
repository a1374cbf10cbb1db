'use client';
import type { VocabularyKind } from '@batchyard/domain';
import { Kbd, Stack, Text, UnstyledButton } from '@mantine/core';
import { keyOfTerm } from '../keys/key-map';
import { FreeValue } from './free-value';
import classes from './labels.module.css';

/** How many of the chosen frames have a value. */
export type Coverage = 'none' | 'some' | 'all';

export interface LabelPanelProps {
  readonly kinds: readonly VocabularyKind[];
  readonly activeKind: string;
  readonly coverageOf: (kind: string, value: string) => Coverage;
  /** Values of a kind that the chosen frames have and that are no terms. */
  readonly otherValues: (kind: string) => readonly string[];
  readonly onKind: (kind: string) => void;
  /** Gives the value to the chosen frames, or takes it away where all have it. */
  readonly onLabel: (kind: string, value: string) => void;
  readonly isReadOnly: boolean;
}

/** The values of each kind as buttons with their keys; those that the chosen frames have are pressed. */
export function LabelPanel(props: LabelPanelProps) {
  return (
    <Stack gap="sm">
      {props.kinds.map((kind) => (
        <KindLabels key={kind.name} kind={kind} {...props} />
      ))}
    </Stack>
  );
}

function KindLabels({ kind, ...props }: LabelPanelProps & { readonly kind: VocabularyKind }) {
  const isActive = kind.name === props.activeKind;
  const others = props
    .otherValues(kind.name)
    .map((value) => ({ name: value, title: value, colour: '#868e96' }));
  return (
    <section>
      <UnstyledButton
        className={classes.kind}
        aria-pressed={isActive}
        onClick={() => props.onKind(kind.name)}
      >
        {kind.title}
        {kind.scope === 'subject' && (
          <Text span size="xs" c="dimmed" fw={400}>
            {' '}
            of the whole {kind.level}
          </Text>
        )}
      </UnstyledButton>
      <div className={classes.terms}>
        {[...kind.terms, ...others].map(({ name, title, colour }) => (
          <TermButton
            key={name}
            title={title}
            colour={colour}
            shortcut={keyOfTerm(props.kinds, kind.name, name, props.activeKind)}
            coverage={props.coverageOf(kind.name, name)}
            onClick={props.isReadOnly ? null : () => props.onLabel(kind.name, name)}
          />
        ))}
      </div>
      {kind.freeText && !props.isReadOnly && (
        <FreeValue kind={kind} onValue={(value) => props.onLabel(kind.name, value)} />
      )}
    </section>
  );
}

interface TermButtonProps {
  readonly title: string;
  readonly colour: string;
  readonly shortcut: string | null;
  readonly coverage: Coverage;
  readonly onClick: (() => void) | null;
}

const pressedOf = { none: false, some: 'mixed', all: true } as const;

function TermButton({ title, colour, shortcut, coverage, onClick }: TermButtonProps) {
  return (
    <button
      type="button"
      className={classes.term}
      aria-pressed={pressedOf[coverage]}
      aria-keyshortcuts={shortcut ?? undefined}
      disabled={onClick === null}
      onClick={() => onClick?.()}
    >
      <span className={classes.swatch} style={{ background: colour }} aria-hidden />
      {title}
      {shortcut !== null && (
        <Kbd size="xs" aria-hidden>
          {shortcut}
        </Kbd>
      )}
    </button>
  );
}
