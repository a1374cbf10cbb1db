'use client';
import { useEffect, useRef } from 'react';
import { actionOf, type KeyAction, type KeyKind } from './key-map';

/** Calls `onAction` for keys of the page; what is typed into a field, or pressed in a dialog or menu, is not for it. */
export function useKeys(
  kinds: readonly KeyKind[],
  activeKind: string,
  onAction: (action: KeyAction) => void,
): void {
  const latest = useRef({ kinds, activeKind, onAction });
  latest.current = { kinds, activeKind, onAction };
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isForAnother(event)) return;
      const action = actionOf(event, latest.current.kinds, latest.current.activeKind);
      if (action === null) return;
      event.preventDefault();
      latest.current.onAction(action);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}

const fields = 'input, textarea, select, [contenteditable="true"], [role="slider"]';
const layers = '[role="dialog"], [role="menu"], [role="listbox"]';

function isForAnother({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest(layers) !== null || document.querySelector('[aria-modal="true"]') !== null) return true;
  if (target.matches(fields)) return true;
  // A button reached by Tab is pressed with these; one that was only clicked is not.
  const isPress = key === ' ' || key === 'Enter';
  return isPress && target.matches('button:focus-visible, a:focus-visible, summary:focus-visible');
}
