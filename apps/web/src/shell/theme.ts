import { type CSSVariablesResolver, createTheme } from '@mantine/core';

/** One restrained blue; neutral greys with a little blue in the dark scheme; Inter throughout. */
export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace",
  headings: {
    fontWeight: '620',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.3' },
      h2: { fontSize: '1.125rem', lineHeight: '1.4' },
      h3: { fontSize: '0.975rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'md',
  primaryColor: 'harbour',
  primaryShade: { light: 8, dark: 7 },
  colors: {
    harbour: [
      '#eaf4fa',
      '#d4e6f1',
      '#a6cce3',
      '#74b0d5',
      '#4c98c9',
      '#3489c2',
      '#2781c0',
      '#196fa9',
      '#0a6298',
      '#005586',
    ],
    dark: [
      '#d7dae0',
      '#b9bfc9',
      '#98a1af',
      '#6b7585',
      '#3d4450',
      '#2e343e',
      '#20252d',
      '#171b21',
      '#12151a',
      '#0c0f13',
    ],
  },
  components: {
    Table: { defaultProps: { verticalSpacing: 8, horizontalSpacing: 'sm', fz: 'sm' } },
    Tooltip: { defaultProps: { withArrow: true, multiline: true, maw: 360 } },
    Anchor: { defaultProps: { underline: 'hover' } },
    Modal: { styles: { title: { fontWeight: 620 } } },
  },
});

/** Secondary text keeps a contrast of 4.5 : 1 in both schemes. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: { '--mantine-color-dimmed': '#59636e', '--mantine-color-anchor': '#0a6298' },
  dark: { '--mantine-color-dimmed': '#a3acb9', '--mantine-color-anchor': '#74b0d5' },
});
