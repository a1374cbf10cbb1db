'use client';
import { useState } from 'react';
import classes from './table.module.css';

/** A text that lights up softly when it changes. */
export function Flash({ text }: { readonly text: string }) {
  const [seen, setSeen] = useState({ text, changes: 0 });
  if (seen.text !== text) setSeen({ text, changes: seen.changes + 1 });
  return (
    <span key={seen.changes} className={seen.changes > 0 ? classes.flash : undefined}>
      {text}
    </span>
  );
}
