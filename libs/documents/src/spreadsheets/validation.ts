/** What a column of a sheet accepts when somebody types into it. */
import { escapeXml } from './cells.js';

export type CellValidation =
  /** One of the cells of a column of another sheet, as in `'Values'!$A$2:$A$9`. */
  | { readonly kind: 'list'; readonly source: string }
  | {
      readonly kind: 'number';
      readonly isWhole: boolean;
      readonly min: number | null;
      readonly max: number | null;
    }
  /** Nothing may be typed. */
  | { readonly kind: 'fixed' }
  | { readonly kind: 'any' };

export interface ValidatedColumn {
  readonly validation: CellValidation;
  /** Shown when something else is typed; at most 255 characters. */
  readonly message: string;
  /** Shown beside the cell that is chosen; at most 32 and 255 characters. */
  readonly help?: { readonly title: string; readonly text: string };
}

/** The element of all validated columns of a sheet, for its cells below the header; empty where there is none. */
export function validationsXml(
  columns: readonly { readonly name: string; readonly validated: ValidatedColumn | undefined }[],
  maxRows: number,
): string {
  const rules = columns.flatMap(({ name, validated }) =>
    validated ? [ruleXml(`${name}2:${name}${maxRows}`, validated)] : [],
  );
  return rules.length === 0
    ? ''
    : `<dataValidations count="${rules.length}">${rules.join('')}</dataValidations>`;
}

function ruleXml(range: string, { validation, message, help }: ValidatedColumn): string {
  const prompt =
    help === undefined
      ? ''
      : `promptTitle="${shortened(help.title, 32)}" prompt="${shortened(help.text, 255)}" `;
  const common = `allowBlank="1" showInputMessage="1" showErrorMessage="1" errorTitle="Batchyard" error="${shortened(message, 255)}" ${prompt}sqref="${range}"`;
  switch (validation.kind) {
    case 'list':
      return `<dataValidation type="list" ${common}><formula1>${escapeXml(validation.source)}</formula1></dataValidation>`;
    case 'fixed':
      return `<dataValidation type="custom" ${common}><formula1>FALSE</formula1></dataValidation>`;
    case 'number':
      return numberXml(validation, common);
    case 'any':
      return `<dataValidation ${common}/>`;
  }
}

/** Programs refuse a workbook with longer ones. */
function shortened(text: string, length: number): string {
  return escapeXml(text.length <= length ? text : `${text.slice(0, length - 1)}…`);
}

function numberXml(
  { isWhole, min, max }: Extract<CellValidation, { kind: 'number' }>,
  common: string,
): string {
  const low = `<formula1>${min ?? -1e15}</formula1>`;
  const high = `<formula2>${max ?? 1e15}</formula2>`;
  return `<dataValidation type="${isWhole ? 'whole' : 'decimal'}" operator="between" ${common}>${low}${high}</dataValidation>`;
}
