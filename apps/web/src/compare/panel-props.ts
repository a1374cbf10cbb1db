import type { ComparisonData } from './queries';
import type { Selection } from './selection/use-selection';
import type { CompareView } from './view/url-state';

/** What each panel and tab of the compare page gets. */
export interface PanelProps {
  readonly slug: string;
  /** Reduced to the settings the reader has asked for. */
  readonly comparison: ComparisonData;
  readonly view: CompareView;
  /** Changes parts of the view, in the address too. */
  readonly change: (part: Partial<CompareView>) => void;
  /** Shared by all panels. */
  readonly selection: Selection;
}
