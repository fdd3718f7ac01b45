// The page of a migration repeats what rules say of it, and a list what its pages say: the pages themselves come first.
var Scorer = {
  score: ([page, , , , score]) => score - (/(^|\/)migrations\//.test(page) ? 20 : /\/index$/.test(page) ? 4 : 0),
  // The rest is what Sphinx has.
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
