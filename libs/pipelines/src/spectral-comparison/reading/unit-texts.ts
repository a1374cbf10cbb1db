const texts: Readonly<Record<string, string>> = {
  'cm-1': 'cm⁻¹',
  um: 'µm',
  percent_transmittance: '% transmittance',
  percent_reflectance: '% reflectance',
  kubelka_munk: 'Kubelka–Munk',
};

/** A unit as people write it; anything else as it is. */
export function unitText(unit: string): string {
  return texts[unit] ?? unit;
}
