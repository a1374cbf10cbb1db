/** What each key of the annotate page sets off. */
import type { RefObject } from 'react';
import type { Bench } from './bench/use-bench';
import type { Neighbours } from './bench/use-neighbours';
import type { Viewer } from './bench/use-viewer';
import type { Command, KeyAction } from './keys/key-map';
import type { Decision } from './saving/work';

/** Fields that a key leads to. */
export interface Fields {
  readonly range: RefObject<HTMLInputElement | null>;
  readonly landmark: RefObject<HTMLInputElement | null>;
  readonly note: RefObject<HTMLInputElement | null>;
  readonly confidence: RefObject<HTMLInputElement | null>;
}

export interface CommandScope {
  readonly bench: Bench;
  readonly viewer: Viewer;
  readonly fields: Fields;
  readonly neighbours: Neighbours;
  readonly goTo: (name: string | null) => void;
  readonly help: { readonly open: () => void };
}

export function runCommand(action: KeyAction, scope: CommandScope): void {
  const { bench } = scope;
  if (action.type === 'move') bench.choose.moveBy(action.by);
  else if (action.type === 'extend') bench.choose.extendBy(action.by);
  else if (action.type === 'label') {
    bench.deeds.label(action.term.kind, action.term.value);
  } else commandsOf(scope)[action.type]();
}

function commandsOf({
  bench,
  viewer,
  fields,
  neighbours,
  goTo,
  help,
}: CommandScope): Record<Command, () => void> {
  const { choose, count, deeds } = bench;
  const resolve = (decision: Decision) => () =>
    deeds.resolve(
      bench.shown.statements.filter(({ isOnOlderResult }) => isOnOlderResult).slice(0, 1),
      decision,
    );
  const focus = (field: RefObject<HTMLInputElement | null>) => () => {
    field.current?.focus();
    field.current?.select();
  };
  return {
    first: () => choose.move(0),
    last: () => choose.move(count - 1),
    'extend-first': () => choose.extend(0),
    'extend-last': () => choose.extend(count - 1),
    'choose-all': () => choose.pick(bench.numbers.map((_, position) => position)),
    play: viewer.togglePlaying,
    'kind-before': () => turnKind(bench, -1),
    'kind-after': () => turnKind(bench, 1),
    'subject-before': () => goTo(neighbours.before),
    'subject-after': () => goTo(neighbours.after),
    unlabel: () => bench.activeKind && deeds.unlabel(bench.activeKind.name),
    range: focus(fields.range),
    landmark: focus(fields.landmark),
    note: focus(fields.note),
    confidence: focus(fields.confidence),
    undo: deeds.undo,
    redo: deeds.redo,
    'keep-older': resolve('keep'),
    'redo-older': resolve('redo'),
    'drop-older': resolve('drop'),
    closer: viewer.closer,
    wider: viewer.wider,
    fit: viewer.fit,
    help: help.open,
    clear: choose.clear,
  };
}

function turnKind({ kinds, activeKind, setKind }: Bench, step: 1 | -1): void {
  const at = activeKind === null ? -1 : kinds.indexOf(activeKind);
  const next = kinds[(at + step + kinds.length) % Math.max(1, kinds.length)];
  if (next) setKind(next.name);
}
