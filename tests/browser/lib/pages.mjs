// The main pages, by who sees the most of them, for checks that every page must pass.

/** Paths that need an engagement are functions of its number. */
export const PAGES = [
  ['takato', '/'],
  ['takato', '/engagements?view=all'],
  ['takato', '/engagements?q=%E8%A9%B2%E5%BD%93%E3%81%AA%E3%81%97'],
  ['takato', '/engagements/new'],
  ['takato', '/drafts'],
  ['takato', '/approvals?box=mine'],
  ['takato', '/register'],
  ['takato', '/contractors'],
  ['takato', '/contractors/new'],
  ['takato', '/contractors/concentration'],
  ['takato', '/consultations'],
  ['takato', '/consultations/new'],
  ['takato', '/organisation'],
  ['takato', '/catalogue'],
  ['takato', '/catalogue?list=clause'],
  ['takato', '/catalogue/KL-15'],
  ['takato', '/catalogue/T2-1'],
  ['takato', '/catalogue/CM-IC-01'],
  ['takato', '/account'],
  ['kiryu', '/approvals?box=waiting'],
  ['kiryu', '/ledger'],
  ['sagisawa', '/register/entries/new'],
  ['kasai', '/organisation'],
  ['kasai', '/organisation/people/new'],
  ['kasai', '/organisation/units/new'],
  ['kasai', '/settings'],
];

/** Pages of one engagement. */
export const OF_ENGAGEMENT = [
  '', '/information', '/requirements', '/requirements/CM-GV-01', '/requirements/KL-15', '/papers',
  '/papers/decision-sheet?lang=ja&sources=1', '/contract', '/handovers', '/chain', '/selection', '/files', '/facts', '/history', '/record',
];
