'use client';
import { useCallback, useEffect, useState } from 'react';
import { emptyForm, type FormState } from './form-state';
import { readStored, storageKey, writeStored } from './stored-form';

/** Changes the form; the function gets what stands there by now, since uploads end at any time. */
export type UpdateForm = (change: (former: FormState) => Partial<FormState>) => void;

/** The form of a project, kept in the browser until it is started or discarded. */
export function useForm(slug: string, initial: FormState | null) {
  const key = storageKey(slug);
  const [state, setState] = useState<FormState>(
    () => initial ?? readStored(localStorage.getItem(key)) ?? emptyForm,
  );
  useEffect(() => {
    const text = writeStored(state);
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  }, [key, state]);
  const update: UpdateForm = useCallback(
    (change) => setState((former) => ({ ...former, ...change(former) })),
    [],
  );
  const discard = useCallback(() => {
    localStorage.removeItem(key);
    setState(emptyForm);
  }, [key]);
  /** Forgets the stored form and keeps what is shown, while the page of the started batch is opened. */
  const forget = useCallback(() => localStorage.removeItem(key), [key]);
  return { state, update, discard, forget };
}
