/** The vocabulary that a new project has. */
import { severities, type Vocabulary, type VocabularyInput, vocabularySchema } from './vocabulary.js';

type KindInput = VocabularyInput['kinds'][number];

const flagSeverities: Pick<KindInput, 'confidence' | 'severities' | 'defaultSeverity'> = {
  confidence: 'optional',
  severities: [...severities],
  defaultSeverity: 'warning',
};

/** What can be wrong with a picture, of one embryo or of a whole video. */
const frameFlags: NonNullable<KindInput['terms']> = [
  { name: 'MOTION_BLUR', title: 'Motion blur', colour: '#d0662b', key: '1' },
  { name: 'OUT_OF_FOCUS', title: 'Out of focus', colour: '#b08a1e', key: '2' },
  { name: 'SATURATED', title: 'Saturated', colour: '#c9b21a', key: '3' },
  { name: 'DARK', title: 'Dark', colour: '#44506b', key: '4' },
  { name: 'EMPTY', title: 'Empty', colour: '#7a7f87', key: '5' },
  { name: 'OUTLIER_SIZE', title: 'Outlier in size', colour: '#3d8f99' },
  { name: 'POSITION_JUMP', title: 'Jump in position', colour: '#99577d' },
  { name: 'DETECTION_FAILURE', title: 'Detection failure', colour: '#b3382c', severity: 'error' },
  { name: 'HIGHLY_VAR_MASK', title: 'Highly variable mask', colour: '#6b7d3a' },
  { name: 'MASK_ON_EDGE', title: 'Mask on the edge', colour: '#5b8ac2', severity: 'info' },
];

const definition: VocabularyInput = {
  levels: [
    { name: 'experiment', title: 'Experiment' },
    { name: 'video', title: 'Video' },
    { name: 'embryo', title: 'Embryo' },
  ],
  kinds: [
    {
      name: 'phenotype',
      title: 'Phenotype',
      level: 'embryo',
      scope: 'frames',
      emptyValue: 'NONE',
      terms: [
        { name: 'NORMAL', title: 'Normal', colour: '#4c9a5b', key: 'n', exclusive: true },
        { name: 'EDEMA', title: 'Edema', colour: '#3b7dd8', key: 'e' },
        { name: 'BODY_AXIS', title: 'Body axis', colour: '#8a5cc2', key: 'b' },
        { name: 'CONVERGENCE_EXTENSION', title: 'Convergence extension', colour: '#c2801a', key: 'c' },
        { name: 'HEART_DEFECT', title: 'Heart defect', colour: '#c24a6a', key: 'h' },
        { name: 'TBD', title: 'To be decided', colour: '#7a7f87', key: 't' },
        {
          name: 'DEAD',
          title: 'Dead',
          colour: '#2b2b2b',
          key: 'd',
          exclusive: true,
          terminal: true,
          landmark: 'death',
        },
      ],
    },
    {
      name: 'genotype',
      title: 'Genotype',
      level: 'embryo',
      scope: 'subject',
      onePerSubject: true,
      details: [
        {
          name: 'zygosity',
          title: 'Zygosity',
          type: 'text',
          choices: [
            'homozygous',
            'heterozygous',
            'compound_heterozygous',
            'hemizygous',
            'crispant',
            'morpholino',
          ],
        },
        { name: 'confirmed', title: 'Confirmed', type: 'boolean' },
        { name: 'method', title: 'Method', type: 'text' },
      ],
      terms: [
        { name: 'WT', title: 'Wild type', colour: '#4c9a5b' },
        { name: 'lmx1b', title: 'lmx1b', colour: '#3b7dd8' },
        { name: 'shh', title: 'shh', colour: '#c2801a' },
      ],
    },
    {
      name: 'treatment',
      title: 'Treatment',
      level: 'embryo',
      scope: 'subject',
      details: [
        { name: 'compound', title: 'Compound', type: 'text' },
        { name: 'concentration_um', title: 'Concentration', type: 'number', unit: 'µM' },
        { name: 'temperature_c', title: 'Temperature', type: 'number', unit: '°C' },
      ],
      terms: [
        { name: 'CHEMICAL', title: 'Chemical', colour: '#8a5cc2' },
        { name: 'TEMPERATURE', title: 'Temperature', colour: '#c24a6a' },
        { name: 'CONTROL', title: 'Control', colour: '#4c9a5b' },
      ],
    },
    {
      ...flagSeverities,
      name: 'flag',
      title: 'Flag of frames',
      level: 'embryo',
      scope: 'frames',
      terms: frameFlags,
    },
    {
      ...flagSeverities,
      name: 'image_flag',
      title: 'Flag of images',
      level: 'video',
      scope: 'frames',
      terms: frameFlags,
    },
    {
      ...flagSeverities,
      name: 'subject_flag',
      title: 'Flag of an embryo',
      level: 'embryo',
      scope: 'subject',
      terms: [{ name: 'MISSING_FRAMES', title: 'Missing frames', colour: '#b3382c' }],
    },
    {
      ...flagSeverities,
      name: 'video_flag',
      title: 'Flag of a video',
      level: 'video',
      scope: 'subject',
      terms: [
        { name: 'NONZERO_SEED_FRAME', title: 'Seed frame is not 0', colour: '#5b8ac2', severity: 'info' },
        { name: 'NO_EMBRYO', title: 'No embryo', colour: '#b3382c', severity: 'error' },
        { name: 'MISSING_FRAMES', title: 'Missing frames', colour: '#c2801a' },
      ],
    },
    {
      ...flagSeverities,
      name: 'experiment_flag',
      title: 'Flag of an experiment',
      level: 'experiment',
      scope: 'subject',
      terms: [
        { name: 'INCOMPLETE', title: 'Incomplete', colour: '#c2801a' },
        { name: 'PROTOCOL_DEVIATION', title: 'Deviation from the protocol', colour: '#b3382c' },
      ],
    },
  ],
};

export const defaultVocabulary: Vocabulary = vocabularySchema.parse(definition);
