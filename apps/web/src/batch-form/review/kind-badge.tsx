import { LookBadge } from '@/states/state-badge';
import { kindLooks, type PlannedKind } from './kind-looks';

/** What will become of a cell: icon, word and colour. */
export function KindBadge({ kind }: { readonly kind: PlannedKind }) {
  return <LookBadge look={kindLooks[kind]} />;
}
