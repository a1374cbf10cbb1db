/** What the service and its river process say to each other over their IPC channel. */
import type {
  FrameSize,
  InputFile,
  Problem,
  ScaffoldInspection,
  ScaffoldQuestion,
  Still,
  VideoSummary,
} from '@batchyard/pipelines';

/** A scaffold as it stands in a form, or a stored file of one. */
export type ScaffoldSource = { readonly text: string } | { readonly file: InputFile };

export type RiverOrder =
  | {
      readonly subject: 'scaffold';
      readonly source: ScaffoldSource;
      readonly question: Omit<ScaffoldQuestion, 'text'>;
      /** Of the camera, for projects that keep no picture of it; null: not known. */
      readonly frameSize: FrameSize | null;
    }
  | { readonly subject: 'still'; readonly file: InputFile; readonly timeS: number }
  | { readonly subject: 'video'; readonly file: InputFile };

/** A picture on its way through the channel, which carries text. */
export interface SentStill extends Pick<Still, 'mediaType'> {
  readonly base64: string;
}

export type RiverAnswer =
  | { readonly subject: 'scaffold'; readonly inspection: ScaffoldInspection }
  | { readonly subject: 'still'; readonly still: SentStill }
  | { readonly subject: 'video'; readonly video: VideoSummary }
  | { readonly subject: 'refused'; readonly problems: readonly Problem[] };
