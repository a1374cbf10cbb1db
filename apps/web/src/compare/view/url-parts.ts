/** How single parts of the compare page's view are written in its address. */
import type { Brush, ShownAxis, Sort } from './url-state';

/** One parameter of the query string; null = absent. */
export interface Parameter<T> {
  readonly name: string;
  readonly parse: (text: string | null) => T;
  readonly write: (value: T) => string | null;
}

export function textOrNull(name: string): Parameter<string | null> {
  return { name, parse: (text) => text, write: (text) => text };
}

/** `1,2`: each once, empty ones left out. */
export function idList(name: string): Parameter<readonly string[]> {
  return {
    name,
    parse: (text) => [...new Set((text ?? '').split(',').map((id) => id.trim()))].filter(Boolean),
    write: (ids) => ids.join(',') || null,
  };
}

/** `duration`, descending `-duration`. */
export function sortText(name: string, usual: Sort): Parameter<Sort> {
  return {
    name,
    parse: (text) => {
      const isDescending = text?.startsWith('-') ?? false;
      const column = (isDescending ? text?.slice(1) : text) || null;
      return column === null ? usual : { column, order: isDescending ? 'descending' : 'ascending' };
    },
    write: ({ column, order }) =>
      column === usual.column && order === usual.order
        ? null
        : `${order === 'descending' ? '-' : ''}${column}`,
  };
}

/** `parameter:a~100~500,metric:error_mm~0~0.5`. */
export function brushList(name: string): Parameter<readonly Brush[]> {
  return {
    name,
    parse: (text) =>
      (text ?? '').split(',').flatMap((entry) => {
        const [id, low, high, ...rest] = entry.split('~');
        const ends = [Number(low || Number.NaN), Number(high || Number.NaN)] as const;
        const isUsable = id && rest.length === 0 && ends.every(Number.isFinite) && ends[0] <= ends[1];
        return isUsable ? [{ id, low: ends[0], high: ends[1] }] : [];
      }),
    write: (brushes) => brushes.map(({ id, low, high }) => `${id}~${low}~${high}`).join(',') || null,
  };
}

/** `parameter:a~log,metric:error_mm~flip`. */
export function axisList(name: string): Parameter<readonly ShownAxis[]> {
  return {
    name,
    parse: (text) =>
      (text ?? '').split(',').flatMap((entry) => {
        const [id, ...flags] = entry.split('~');
        const scale = flags.includes('log') ? 'log' : flags.includes('linear') ? 'linear' : null;
        return id ? [{ id, scale, isFlipped: flags.includes('flip') } as const] : [];
      }),
    write: (axes) =>
      axes
        .map(({ id, scale, isFlipped }) =>
          [id, ...(scale === null ? [] : [scale]), ...(isFlipped ? ['flip'] : [])].join('~'),
        )
        .join(',') || null,
  };
}

/** `parameter:a~metric:error_mm`. */
export function pair(name: string): Parameter<readonly [string, string] | null> {
  return {
    name,
    parse: (text) => {
      const [first, second] = (text ?? '').split('~');
      return first && second ? [first, second] : null;
    },
    write: (ids) => ids?.join('~') ?? null,
  };
}
