/** What each key does on the annotate page. Small letters belong to the vocabulary, all else to the page. */

export interface KeyKind {
  readonly name: string;
  readonly title: string;
  readonly terms: readonly { readonly name: string; readonly title: string; readonly key: string | null }[];
}

/** A value that a key gives. */
export interface TermChoice {
  readonly kind: string;
  readonly value: string;
}

export type Command =
  | 'first'
  | 'last'
  | 'extend-first'
  | 'extend-last'
  | 'choose-all'
  | 'play'
  | 'kind-before'
  | 'kind-after'
  | 'subject-before'
  | 'subject-after'
  | 'unlabel'
  | 'range'
  | 'landmark'
  | 'note'
  | 'confidence'
  | 'undo'
  | 'redo'
  | 'keep-older'
  | 'redo-older'
  | 'drop-older'
  | 'closer'
  | 'wider'
  | 'fit'
  | 'help'
  | 'clear';

export type KeyAction =
  | { readonly type: 'move'; readonly by: number }
  | { readonly type: 'extend'; readonly by: number }
  | { readonly type: 'label'; readonly term: TermChoice }
  | { readonly type: Command };

/** The part of a keyboard event that decides. */
export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Frames that Page Up and Page Down jump over. */
const pageFrames = 10;

const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  PageUp: -pageFrames,
  PageDown: pageFrames,
};

const commands: Readonly<Record<string, Command>> = {
  Home: 'first',
  End: 'last',
  ' ': 'play',
  ArrowUp: 'kind-before',
  ArrowDown: 'kind-after',
  '[': 'subject-before',
  ']': 'subject-after',
  Delete: 'unlabel',
  Backspace: 'unlabel',
  '/': 'range',
  M: 'landmark',
  N: 'note',
  C: 'confidence',
  K: 'keep-older',
  R: 'redo-older',
  D: 'drop-older',
  '+': 'closer',
  '=': 'closer',
  '-': 'wider',
  '0': 'fit',
  '?': 'help',
  Escape: 'clear',
};

/** What a key does, or null where it is none of the page's business. `activeKind` decides between equal keys. */
export function actionOf(press: KeyPress, kinds: readonly KeyKind[], activeKind: string): KeyAction | null {
  if (press.altKey) return null;
  if (press.ctrlKey || press.metaKey) return chord(press);
  const step = steps[press.key];
  if (step !== undefined) return { type: press.shiftKey ? 'extend' : 'move', by: step };
  if (press.shiftKey && press.key === 'Home') return { type: 'extend-first' };
  if (press.shiftKey && press.key === 'End') return { type: 'extend-last' };
  const command = commands[press.key];
  if (command !== undefined) return { type: command };
  const term = termOfKey(press.key, kinds, activeKind);
  return term === null ? null : { type: 'label', term };
}

function chord({ key, shiftKey }: KeyPress): KeyAction | null {
  const letter = key.toLowerCase();
  if (letter === 'z') return { type: shiftKey ? 'redo' : 'undo' };
  if (letter === 'y') return { type: 'redo' };
  return letter === 'a' ? { type: 'choose-all' } : null;
}

/** Of the active kind by its key, or as its n-th value where that has no key; else by the keys of the others in order. */
export function termOfKey(key: string, kinds: readonly KeyKind[], activeKind: string): TermChoice | null {
  const active = kinds.filter(({ name }) => name === activeKind);
  const others = kinds.filter(({ name }) => name !== activeKind);
  return termWithKey(key, active) ?? nthTerm(key, active) ?? termWithKey(key, others);
}

function termWithKey(key: string, kinds: readonly KeyKind[]): TermChoice | null {
  for (const { name, terms } of kinds) {
    const term = terms.find((entry) => entry.key === key);
    if (term) return { kind: name, value: term.name };
  }
  return null;
}

function nthTerm(key: string, [active]: readonly KeyKind[]): TermChoice | null {
  const term = /^[1-9]$/.test(key) ? active?.terms[Number(key) - 1] : undefined;
  return active && term && !term.key ? { kind: active.name, value: term.name } : null;
}

/** The key that gives a value now, to show on its button: its own, else its digit while its kind is active. */
export function keyOfTerm(
  kinds: readonly KeyKind[],
  kind: string,
  value: string,
  activeKind: string,
): string | null {
  const terms = kinds.find(({ name }) => name === kind)?.terms ?? [];
  const index = terms.findIndex(({ name }) => name === value);
  const key = terms[index]?.key || `${index + 1}`;
  const given = termOfKey(key, kinds, activeKind);
  return given?.kind === kind && given.value === value ? key : null;
}

/** Why a key cannot be given to a value; null where it can. */
export function keyTrouble(key: string): string | null {
  if ([...key].length !== 1) return 'A key is one character.';
  if (key in commands || key !== key.toLowerCase()) {
    return `The annotate page uses ${key} itself. Choose a small letter.`;
  }
  return null;
}
