/**
 * Scenarios that need no file. Guarantees: each is written in the same words as a file would be.
 */

/** By name. */
export const BUILT_IN_SCENARIOS: Readonly<Record<string, string>> = {
  calm: `
at 0s up
at 0s faults none
at 0s latency 50 100
`,
  // A bit of everything that a province may meet in one bad day, over and over, the portal away in between.
  'bad-day': `
at 0s up
at 0s latency 50 150
at 0s faults lost=0.03,cut=0.01,stored502=0.02,stored504=0.01,http503=0.03,http429=0.02,html200=0.02,reset=0.02,expire=0.01,busy=0.02,hang=0.002,loginHtml=0.1
at 60s expire-sessions
at 90s down
at 105s up
at 105s faults lost@steps=0.2,stored500=0.05,partial=0.03,gzipCut=0.01,empty200=0.02,wrongType=0.02,http502=0.05,login503=0.2
at 180s repeat
`,
  outage: `
at 0s up
at 5m down
at 65m up
`,
  storm: `
at 0s latency 20 80
at 0s faults random
at 10s repeat
`,
};
